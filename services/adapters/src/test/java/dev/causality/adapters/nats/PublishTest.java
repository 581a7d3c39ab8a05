package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.NEVER;
import static dev.causality.adapters.nats.NatsFixture.bytes;
import static dev.causality.adapters.nats.NatsFixture.confirmed;
import static dev.causality.adapters.nats.NatsFixture.message;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Task;
import dev.causality.ports.Answer;
import dev.causality.ports.EventStream;
import dev.causality.ports.Header;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.PublishOutcome.Unknown;
import dev.causality.ports.StoredMessage;
import dev.causality.testservers.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {

    @AutoClose
    private static final NatsFixture nats =
            NatsFixture.onNewServer(NatsServer.builder().maxPayload(64 * 1024));

    @Test
    void a1_a_confirmation_carries_the_sequence_under_which_the_message_can_be_read() {
        EventStream stream = nats.newStream();

        long sequence = confirmed(stream.publish(
                new Publication(
                        stream.name() + ".a",
                        "id-1",
                        List.of(new Header("B", "2"), new Header("A", "1"), new Header("A", "0")),
                        bytes("hello")),
                soon(),
                NEVER));

        StoredMessage stored = known(stream, sequence);
        assertThat(stored.payload()).isEqualTo(bytes("hello"));
        assertThat(stored.subject()).isEqualTo(stream.name() + ".a");
        assertThat(stored.headers())
                .contains(new Header("B", "2"), new Header("A", "1"), new Header("A", "0"))
                .contains(new Header("Nats-Msg-Id", "id-1"));
    }

    @Test
    void a3_a_repeated_message_id_is_confirmed_as_a_duplicate_with_the_sequence_of_the_first_copy() {
        EventStream stream = nats.newStream();
        long first = confirmed(stream.publish(message(stream, "id", "one"), soon(), NEVER));
        confirmed(stream.publish(message(stream, "other", "two"), soon(), NEVER));

        PublishOutcome again = stream.publish(message(stream, "id", "one"), soon(), NEVER);

        assertThat(again).isEqualTo(new Confirmed(first, true));
    }

    @Test
    void every_publication_of_a_batch_has_its_own_outcome_in_its_own_place() {
        EventStream stream = nats.newStream();

        List<PublishOutcome> outcomes = stream.publishAll(
                List.of(
                        message(stream, "a", "one"),
                        new Publication("no.stream.takes.this", "", List.of(), bytes("two")),
                        message(stream, "a", "one again"),
                        new Publication(stream.name() + ".x", "", List.of(), new byte[70_000]),
                        message(stream, "b", "three")),
                soon(),
                NEVER);

        assertThat(outcomes.get(0)).isEqualTo(new Confirmed(1, false));
        assertThat(refusal(outcomes.get(1))).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(outcomes.get(2)).isEqualTo(new Confirmed(1, true));
        assertThat(refusal(outcomes.get(3))).isEqualTo(Refusal.TOO_LARGE);
        assertThat(outcomes.get(4)).isEqualTo(new Confirmed(2, false));
    }

    @Test
    void a_message_counts_with_its_headers_against_the_largest_that_the_server_takes() {
        EventStream stream = nats.newStream();
        assertThat(nats.streams().maxPayloadBytes()).isEqualTo(64 * 1024);
        int headerBytes = WireHeaders.length("id", List.of());

        PublishOutcome fits = stream.publish(sized(stream, "id", 64 * 1024 - headerBytes), soon(), NEVER);
        PublishOutcome tooLarge = stream.publish(sized(stream, "id", 64 * 1024 - headerBytes + 1), soon(), NEVER);

        assertThat(fits).isInstanceOf(Confirmed.class);
        assertThat(refusal(tooLarge)).isEqualTo(Refusal.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\r\nPUB x 0", "a.*", "a.>", "a..b", ".a", "a.", "a\tb", "a\u0000"})
    void a6_a_subject_that_would_break_the_protocol_is_refused_and_the_connection_lives_on(String subject) {
        EventStream stream = nats.newStream();

        List<PublishOutcome> outcomes = stream.publishAll(
                List.of(new Publication(subject, "", List.of(), bytes("x")), message(stream, "fine")), soon(), NEVER);

        assertThat(refusal(outcomes.get(0))).isEqualTo(Refusal.OTHER);
        assertThat(outcomes.get(1)).isEqualTo(new Confirmed(1, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "\n", "caf\u00e9"})
    void a6_a_header_that_would_break_the_protocol_is_refused(String value) {
        EventStream stream = nats.newStream();

        PublishOutcome id = stream.publish(message(stream, value, "x"), soon(), NEVER);
        PublishOutcome header = stream.publish(
                new Publication(stream.name() + ".x", "", List.of(new Header("H", value)), bytes("x")), soon(), NEVER);
        PublishOutcome name = stream.publish(
                new Publication(stream.name() + ".x", "", List.of(new Header("H:" + value, "x")), bytes("x")),
                soon(),
                NEVER);

        assertThat(List.of(id, header, name))
                .allSatisfy(outcome -> assertThat(refusal(outcome)).isEqualTo(Refusal.OTHER));
    }

    @Test
    void a_subject_of_another_stream_is_refused_and_that_stream_is_named() {
        EventStream stream = nats.newStream();
        EventStream other = nats.newStream();

        PublishOutcome outcome = stream.publish(message(other, "x"), soon(), NEVER);

        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.OTHER);
            assertThat(refused.detail()).contains("'" + other.name() + "'");
        });
    }

    @Test
    void a7_hundreds_of_tasks_at_once_get_exactly_their_own_outcomes() {
        EventStream stream = nats.newStream();
        int tasks = 300;
        int each = 20;
        Set<Long> sequences = new ConcurrentSkipListSet<>();

        List<Task> running = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            String name = "task-" + task;
            running.add(NatsFixture.KERNEL.start(name, () -> {
                List<Publication> mine = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    mine.add(message(stream, name + "-" + i, name + "-" + i));
                }
                List<PublishOutcome> outcomes = stream.publishAll(mine, soon(), NEVER);
                for (int i = 0; i < each; i++) {
                    long sequence = confirmed(outcomes.get(i));
                    sequences.add(sequence);
                    if (i == 0) {
                        assertThat(known(stream, sequence).payload()).isEqualTo(bytes(name + "-0"));
                    }
                }
            }));
        }

        assertThat(running).allSatisfy(task -> {
            assertThat(task.join(soon())).isTrue();
            assertThat(task.failure()).isEmpty();
        });
        assertThat(sequences).hasSize(tasks * each);
        assertThat(new TreeSet<>(sequences).getLast()).isEqualTo((long) tasks * each);
    }

    @Test
    void more_than_may_be_under_way_at_once_waits_and_is_confirmed() {
        NatsConfig config = NatsFixture.config(nats.server()).withMaxOutgoingBytes(4L * 1024 * 1024);
        try (NatsStreams streams = NatsStreams.connect(config, NatsFixture.KERNEL)) {
            EventStream stream = streams.open(NatsFixture.spec(NatsFixture.newName()), soon());
            List<Publication> all = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                all.add(sized(stream, "", i % 10 == 0 ? 60_000 : 100));
            }

            List<PublishOutcome> outcomes = stream.publishAll(all, soon(), NEVER);

            assertThat(outcomes)
                    .hasSize(2_000)
                    .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Confirmed.class));
        }
    }

    @Test
    void a2_what_the_deadline_cuts_short_is_unknown() {
        EventStream stream = nats.newStream();

        List<PublishOutcome> outcomes = stream.publishAll(
                List.of(message(stream, "a"), message(stream, "b")), NatsFixture.in(Duration.ofNanos(-1)), NEVER);

        assertThat(outcomes)
                .hasSize(2)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Unknown.class));
    }

    @Test
    void a2_a_paused_server_makes_the_outcome_unknown_at_the_cancellation() {
        try (NatsServer own = NatsServer.start();
                NatsFixture fixture = new NatsFixture(own)) {
            EventStream stream = fixture.newStream();
            CancellationSource cancellation = NatsFixture.KERNEL.newCancellation();
            own.pause();
            NatsFixture.cancelAfter(Duration.ofMillis(200), cancellation);

            long start = System.nanoTime();
            PublishOutcome outcome = stream.publish(message(stream, "x"), soon(), cancellation);

            assertThat(outcome).isInstanceOf(Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            own.resume();
        }
    }

    @Test
    void nothing_published_is_nothing_answered() {
        assertThat(nats.newStream().publishAll(List.of(), soon(), NEVER)).isEmpty();
    }

    private static Publication sized(EventStream stream, String id, int size) {
        return new Publication(stream.name() + ".x", id, List.of(), new byte[size]);
    }

    private static Refusal refusal(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).refusal();
    }

    private static StoredMessage known(EventStream stream, long sequence) {
        if (stream.read(sequence, soon()) instanceof Answer.Known<Optional<StoredMessage>>(var found)) {
            return found.orElseThrow();
        }
        throw new AssertionError("not readable");
    }
}
