package dev.causality.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.Header;
import dev.causality.ports.ObjectStore.PutOutcome;
import dev.causality.ports.ObjectStore.StoreFailure;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.PublishOutcome.Unknown;
import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeadLettersTest {

    private static final int MAX_PAYLOAD = 4_096;

    private final Kernel kernel = Kernels.jdk();
    private final FakeStream stream = new FakeStream();
    private final FakeStore store = new FakeStore();
    private final DeadLetters deadLetters =
            new DeadLetters(kernel, stream, () -> MAX_PAYLOAD, Letters.ORIGIN, Optional.of(Overflow.into(store)));

    @Test
    void c1_a_message_that_is_buried_twice_has_one_entry() {
        DeadLetter letter = Letters.of("events.x", Letters.bytes(10));

        assertThat(bury(letter)).isEqualTo(new Confirmed(1, false));
        assertThat(bury(letter)).isEqualTo(new Confirmed(1, true));
        assertThat(stream.messages).hasSize(1);
    }

    @Test
    void c1_the_stream_remembers_ids_for_as_long_as_it_keeps_entries() {
        StreamSpec spec = DeadLetters.streamSpec("CAUSALITY_DLQ", Duration.ofDays(30), -1, 1);

        assertThat(spec.duplicateWindow()).isEqualTo(spec.maxAge()).isEqualTo(Duration.ofDays(30));
        assertThat(spec.subjects()).containsExactly("dlq.>");
    }

    @Test
    void an_outcome_that_is_unknown_stays_unknown() {
        stream.nextOutcomes.add(new Unknown("timed out"));

        assertThat(bury(Letters.of("events.x", new byte[0]))).isEqualTo(new Unknown("timed out"));
    }

    @Test
    void c1_while_another_attempt_is_in_process_it_is_waited_for() {
        Refused inProcess = new Refused(Refusal.DUPLICATE_IN_PROCESS, "");
        stream.nextOutcomes.add(inProcess);
        stream.nextOutcomes.add(inProcess);

        assertThat(bury(Letters.of("events.x", new byte[0]))).isEqualTo(new Confirmed(1, false));
    }

    @Test
    void c1_waiting_for_another_attempt_ends_at_the_deadline() {
        for (int i = 0; i < 100; i++) {
            stream.nextOutcomes.add(new Refused(Refusal.DUPLICATE_IN_PROCESS, ""));
        }

        PublishOutcome outcome = deadLetters.bury(
                Letters.of("events.x", new byte[0]),
                kernel.deadlineIn(Duration.ofMillis(120)),
                kernel.newCancellation());

        assertThat(outcome).isEqualTo(new Refused(Refusal.DUPLICATE_IN_PROCESS, ""));
    }

    @Test
    void b4_bytes_that_do_not_fit_go_to_the_object_store() {
        DeadLetter letter = Letters.of("events.x", Letters.bytes(MAX_PAYLOAD));

        assertThat(bury(letter)).isEqualTo(new Confirmed(1, false));

        Entry entry = EntryReader.read(stream.messages.getFirst()).orElseThrow();
        Reference payload = entry.payload().orElseThrow();
        assertThat(payload.key()).isEqualTo("dlq/CAUSALITY_EVENTS/1795161600000000001/warehouse-sink/42.payload");
        assertThat(store.object(payload.key())).isEqualTo(letter.payload());
        assertThat(entry.letter().headers()).isEqualTo(letter.headers());
    }

    @Test
    void b4_headers_that_do_not_fit_go_to_the_object_store_too() {
        List<Header> headers = List.of(new Header("Big", "x".repeat(MAX_PAYLOAD)));
        DeadLetter letter = Letters.letter("events.x", headers, Letters.bytes(10));

        assertThat(bury(letter)).isEqualTo(new Confirmed(1, false));

        Reference reference = EntryReader.read(stream.messages.getFirst())
                .flatMap(Entry::headers)
                .orElseThrow();
        assertThat(EntryReader.headersOf(store.object(reference.key()))).isEqualTo(headers);
        assertThat(store.objects).hasSize(2);
    }

    @Test
    void b4_a_server_that_takes_less_than_it_said_gets_a_reference() {
        stream.nextOutcomes.add(new Refused(Refusal.TOO_LARGE, "maximum message size"));

        assertThat(bury(Letters.of("events.x", Letters.bytes(10)))).isEqualTo(new Confirmed(1, false));
        assertThat(store.objects).hasSize(1);
    }

    @Test
    void b4_without_an_object_store_what_does_not_fit_is_refused() {
        DeadLetters confined = new DeadLetters(kernel, stream, () -> MAX_PAYLOAD, Letters.ORIGIN, Optional.empty());

        PublishOutcome outcome = confined.bury(
                Letters.of("events.x", Letters.bytes(MAX_PAYLOAD)),
                kernel.deadlineIn(Duration.ofSeconds(5)),
                kernel.newCancellation());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_LARGE));
    }

    @Test
    void b4_there_is_no_entry_before_its_bytes_are_durable() {
        for (int i = 0; i < 3; i++) {
            store.nextOutcomes.add(new PutOutcome.Unknown(StoreFailure.TIMEOUT, "timed out"));
        }

        PublishOutcome outcome = bury(Letters.of("events.x", Letters.bytes(MAX_PAYLOAD)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNAVAILABLE));
        assertThat(stream.messages).isEmpty();
        assertThat(store.puts).isEqualTo(3);
    }

    @Test
    void b4_a_store_that_fails_once_is_tried_again() {
        store.nextOutcomes.add(new PutOutcome.Refused(StoreFailure.SERVER_ERROR, "500"));

        assertThat(bury(Letters.of("events.x", Letters.bytes(MAX_PAYLOAD)))).isEqualTo(new Confirmed(1, false));
    }

    @Test
    void a_letter_of_another_consumer_is_a_mistake_of_the_caller() {
        DeadLetters others = new DeadLetters(
                kernel,
                stream,
                () -> MAX_PAYLOAD,
                new Origin("CAUSALITY_EVENTS", FakeStream.CREATED, "analysis-engine"),
                Optional.empty());

        assertThatThrownBy(() -> others.bury(
                        Letters.of("events.x", new byte[0]),
                        kernel.deadlineIn(Duration.ofSeconds(1)),
                        kernel.newCancellation()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("analysis-engine");
    }

    private PublishOutcome bury(DeadLetter letter) {
        Cancellation never = kernel.newCancellation();
        return deadLetters.bury(letter, kernel.deadlineIn(Duration.ofSeconds(10)), never);
    }
}
