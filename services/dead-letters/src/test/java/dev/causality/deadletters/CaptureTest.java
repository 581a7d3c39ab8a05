package dev.causality.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.deadletters.Capture.Verdict;
import dev.causality.deadletters.Capture.Verdict.Done;
import dev.causality.deadletters.Capture.Verdict.How;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Header;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CaptureTest {

    private static final Instant STORED = FakeStream.CREATED.plusSeconds(10);
    private static final Instant GIVEN_UP = FakeStream.CREATED.plusSeconds(60);

    private final Kernel kernel = Kernels.jdk();
    private final FakeStream source = new FakeStream();
    private final FakeStream graves = new FakeStream();
    private final List<Long> settled = new ArrayList<>();
    private final DeadLetters deadLetters =
            new DeadLetters(kernel, graves, () -> 1_048_576, Letters.ORIGIN, Optional.empty());
    private Settlement settlement = Settlement.NOT_STORED;

    private final Capture capture = new Capture(kernel, source, deadLetters, (sequence, _, _) -> {
        settled.add(sequence);
        return settlement;
    });

    @BeforeEach
    void given_a_message_that_was_given_up() {
        source.add(STORED, "events.shop.x", List.of(new Header("Nats-Msg-Id", "shop:1")), "poison".getBytes(UTF_8));
        source.consumer = Optional.of(consumer(FakeStream.CREATED.plusSeconds(1)));
    }

    @Test
    void c1_what_the_server_gave_up_is_buried_as_a_worker_would_have() {
        assertThat(judge(exhausted(1))).isEqualTo(new Done(How.BURIED));

        Entry entry = EntryReader.read(graves.messages.getFirst()).orElseThrow();
        assertThat(entry.id()).isEqualTo(Letters.ORIGIN.entryId(1));
        assertThat(entry.letter().subject()).isEqualTo("events.shop.x");
        assertThat(entry.letter().payload()).isEqualTo("poison".getBytes(UTF_8));
        assertThat(entry.letter().deliveries()).isEqualTo(5);
        assertThat(entry.letter().reason()).isEqualTo(Reason.DELIVERIES_EXHAUSTED);
        assertThat(entry.letter().firstSeen()).isEqualTo(STORED);
    }

    @Test
    void c1_what_somebody_terminated_is_buried_with_what_he_said() {
        assertThat(judge(terminated(1, "tired of it"))).isEqualTo(new Done(How.BURIED));

        DeadLetter letter =
                EntryReader.read(graves.messages.getFirst()).orElseThrow().letter();
        assertThat(letter.reason()).isEqualTo(Reason.TERMINATED);
        assertThat(letter.detail()).contains("tired of it");
    }

    @Test
    void c1_what_a_worker_buried_and_terminated_is_left_alone() {
        assertThat(judge(terminated(1, deadLetters.terminationReason(1)))).isEqualTo(new Done(How.ALREADY_BURIED));

        assertThat(graves.messages).isEmpty();
        assertThat(settled).isEmpty();
    }

    @Test
    void c1_a_termination_that_names_the_entry_of_another_incarnation_proves_nothing() {
        Origin former = new Origin("CAUSALITY_EVENTS", FakeStream.CREATED.minusSeconds(1), "warehouse-sink");

        assertThat(judge(terminated(1, "dead letter " + former.entryId(1)))).isEqualTo(new Done(How.BURIED));
    }

    @Test
    void c1_what_a_worker_buried_on_a_server_that_passes_no_reasons_on_stays_one_entry() {
        bury(source.messages.getFirst());

        assertThat(judge(terminated(1, ""))).isEqualTo(new Done(How.ALREADY_BURIED));
        assertThat(graves.messages).hasSize(1);
    }

    @Test
    void c1_a_message_that_is_stored_is_not_dead() {
        settlement = Settlement.STORED;

        assertThat(judge(exhausted(1))).isEqualTo(new Done(How.STORED));
        assertThat(graves.messages).isEmpty();
    }

    @Test
    void c1_nothing_is_buried_while_it_may_be_stored() {
        settlement = Settlement.UNKNOWN_NOW;

        assertThat(judge(exhausted(1))).isInstanceOf(Verdict.Later.class);
        assertThat(graves.messages).isEmpty();
    }

    @Test
    void c1_an_advisory_is_kept_until_the_entry_is_confirmed() {
        graves.nextOutcomes.add(new PublishOutcome.Unknown("timed out"));

        assertThat(judge(exhausted(1))).isInstanceOf(Verdict.Later.class);
    }

    @Test
    void c1_an_advisory_is_kept_while_the_stream_cannot_be_asked() {
        source.reachable = false;

        assertThat(judge(exhausted(1))).isInstanceOf(Verdict.Later.class);
        assertThat(settled).isEmpty();
    }

    @Test
    void c1_a_message_that_is_gone_has_an_entry_all_the_same() {
        assertThat(judge(exhausted(99))).isEqualTo(new Done(How.BURIED));

        Entry entry = EntryReader.read(graves.messages.getFirst()).orElseThrow();
        assertThat(entry.id()).isEqualTo(Letters.ORIGIN.entryId(99));
        assertThat(entry.letter().gone()).isTrue();
    }

    @Test
    void c1_an_advisory_about_an_earlier_stream_of_that_name_buries_nothing() {
        Advisory earlier = new Advisory(
                Advisory.Kind.MAX_DELIVERIES,
                "CAUSALITY_EVENTS",
                "warehouse-sink",
                1,
                5,
                "",
                FakeStream.CREATED.minusNanos(1));
        source.consumer = Optional.empty();

        assertThat(judge(earlier)).isEqualTo(new Done(How.STALE));
        assertThat(graves.messages).isEmpty();
    }

    @Test
    void c1_an_advisory_about_an_earlier_consumer_of_that_name_buries_nothing() {
        source.consumer = Optional.of(consumer(GIVEN_UP.plusSeconds(1)));

        assertThat(judge(exhausted(1))).isEqualTo(new Done(How.STALE));
        assertThat(graves.messages).isEmpty();
    }

    @Test
    void c1_a_capture_for_a_stream_that_was_made_again_stops() {
        source.created = FakeStream.CREATED.plusSeconds(30);

        assertThat(judge(exhausted(1))).isInstanceOf(Verdict.Broken.class);
        assertThat(settled).isEmpty();
    }

    private Verdict judge(Advisory advisory) {
        return capture.judge(advisory, kernel.deadlineIn(Duration.ofSeconds(10)), kernel.newCancellation());
    }

    private void bury(StoredMessage message) {
        DeadLetter letter = new DeadLetter(
                Letters.ORIGIN,
                message.sequence(),
                message.subject(),
                message.headers(),
                message.payload(),
                1,
                Reason.UNDECODABLE,
                "",
                message.time(),
                STORED);
        deadLetters.bury(letter, kernel.deadlineIn(Duration.ofSeconds(1)), kernel.newCancellation());
    }

    private static Advisory exhausted(long sequence) {
        return new Advisory(
                Advisory.Kind.MAX_DELIVERIES, "CAUSALITY_EVENTS", "warehouse-sink", sequence, 5, "", GIVEN_UP);
    }

    private static Advisory terminated(long sequence, String reason) {
        return new Advisory(
                Advisory.Kind.TERMINATED, "CAUSALITY_EVENTS", "warehouse-sink", sequence, 1, reason, GIVEN_UP);
    }

    private static ConsumerState consumer(Instant created) {
        return new ConsumerState(created, 0, 1, 0, 0, 0);
    }
}
