package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.KERNEL;
import static dev.causality.adapters.nats.NatsFixture.MANY_BYTES;
import static dev.causality.adapters.nats.NatsFixture.NEVER;
import static dev.causality.adapters.nats.NatsFixture.bytes;
import static dev.causality.adapters.nats.NatsFixture.fetch;
import static dev.causality.adapters.nats.NatsFixture.fetchAll;
import static dev.causality.adapters.nats.NatsFixture.in;
import static dev.causality.adapters.nats.NatsFixture.inMillis;
import static dev.causality.adapters.nats.NatsFixture.message;
import static dev.causality.adapters.nats.NatsFixture.publish;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Task;
import dev.causality.ports.Answer;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.AckOutcome;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.PortException;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.PublishOutcome.Unknown;
import dev.causality.ports.StreamState;
import dev.causality.testservers.NatsServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageTest {

    private NatsServer server;
    private NatsFixture nats;

    @BeforeEach
    void start() {
        server = NatsServer.start();
        nats = new NatsFixture(server);
    }

    @AfterEach
    void stop() {
        nats.close();
        server.close();
    }

    @Test
    void b12_a_server_that_starts_later_than_the_service_is_waited_for() {
        server.stop();
        try (NatsStreams streams = NatsStreams.connect(NatsFixture.config(server), KERNEL)) {
            assertThat(streams.connected()).isFalse();
            KERNEL.start("starter", () -> {
                KERNEL.sleep(Duration.ofMillis(700), Cancellation.NEVER);
                server.restart();
            });

            EventStream stream = streams.open(NatsFixture.spec("LATE"), soon());

            assertThat(streams.connected()).isTrue();
            assertThat(publish(stream, "x")).isEqualTo(1);
        }
    }

    @Test
    void b12_opening_without_a_server_fails_at_the_deadline_and_says_why() {
        server.stop();
        try (NatsStreams streams = NatsStreams.connect(NatsFixture.config(server), KERNEL)) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> streams.open(NatsFixture.spec("NEVER"), inMillis(800)))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("stream NEVER")
                    .hasMessageContaining("127.0.0.1");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void b12_a_lost_server_shows_and_a_returned_one_too() {
        EventStream stream = nats.newStream();
        assertThat(nats.streams().connected()).isTrue();

        server.kill();
        await().atMost(Duration.ofSeconds(2)).until(() -> !nats.streams().connected());
        server.restart();

        await().atMost(Duration.ofSeconds(10)).until(() -> nats.streams().connected());
        assertThat(stream.publish(message(stream, "again"), soon(), NEVER)).isInstanceOf(Confirmed.class);
    }

    @Test
    void b12_reconnecting_for_a_while_takes_next_to_no_processor_time() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        server.kill();
        await().until(() -> !nats.streams().connected());
        long before = processorNanos();

        for (int i = 0; i < 4; i++) {
            assertThat(consumer.fetch(10, MANY_BYTES, soon(), NEVER)).isInstanceOf(FetchOutcome.Unavailable.class);
        }

        assertThat(Duration.ofNanos(processorNanos() - before)).isLessThan(Duration.ofMillis(1_500));
    }

    @Test
    void a4_publishing_while_disconnected_is_refused_at_once_and_never_sent_later() {
        EventStream stream = nats.newStream();
        server.kill();
        await().until(() -> !nats.streams().connected());

        long start = System.nanoTime();
        PublishOutcome outcome = stream.publish(message(stream, "id", "lost"), soon(), NEVER);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        server.restart();
        await().atMost(Duration.ofSeconds(10)).until(() -> nats.streams().connected());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNAVAILABLE));
        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertThat(publish(stream, "first")).isEqualTo(1);
    }

    @Test
    void a1_after_kills_in_the_middle_of_publishing_all_that_was_confirmed_is_there() {
        EventStream stream = nats.newStream();
        ConcurrentLinkedQueue<Confirmed> confirmed = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<PublishOutcome> others = new ConcurrentLinkedQueue<>();
        List<Task> tasks = new ArrayList<>();
        var stopped = KERNEL.newCancellation();
        for (int t = 0; t < 8; t++) {
            int task = t;
            tasks.add(KERNEL.start("publisher-" + t, () -> {
                for (int i = 0; !stopped.isCancelled(); i++) {
                    List<Publication> batch = new ArrayList<>();
                    for (int j = 0; j < 20; j++) {
                        batch.add(message(stream, task + "-" + i + "-" + j));
                    }
                    for (PublishOutcome outcome : stream.publishAll(batch, in(Duration.ofSeconds(5)), NEVER)) {
                        if (outcome instanceof Confirmed c) {
                            confirmed.add(c);
                        } else {
                            others.add(outcome);
                        }
                    }
                    KERNEL.sleep(Duration.ofMillis(2), stopped);
                }
            }));
        }

        for (int kill = 0; kill < 2; kill++) {
            int soFar = confirmed.size();
            await().atMost(Duration.ofSeconds(10)).until(() -> confirmed.size() > soFar + 500);
            server.kill();
            server.restart();
        }
        int soFar = confirmed.size();
        await().atMost(Duration.ofSeconds(10)).until(() -> confirmed.size() > soFar + 500);
        stopped.cancel();
        assertThat(tasks).allSatisfy(task -> assertThat(task.join(soon())).isTrue());

        Set<Long> sequences = new TreeSet<>();
        confirmed.forEach(c -> sequences.add(c.sequence()));
        assertThat(sequences).hasSameSizeAs(confirmed);
        assertThat(others)
                .allSatisfy(
                        outcome -> assertThat(isUnavailableOrUnknown(outcome)).isTrue());
        StreamState state = state(stream);
        assertThat(state.messages()).isGreaterThanOrEqualTo(sequences.size());
        assertThat(sequences).allSatisfy(sequence -> assertThat(sequence).isBetween(1L, state.lastSequence()));
    }

    @Test
    void a2_a_publication_that_a_paused_server_does_not_answer_is_unknown_and_the_connection_counts_as_lost() {
        EventStream stream = nats.newStream();
        server.pause();

        long start = System.nanoTime();
        PublishOutcome outcome = stream.publish(message(stream, "x"), soon(), NEVER);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(outcome).isInstanceOf(Unknown.class); // By the loss of the connection, long before the deadline.
        await().atMost(Duration.ofSeconds(1)).until(() -> !nats.streams().connected());
        server.resume();
        await().atMost(Duration.ofSeconds(10)).until(() -> nats.streams().connected());
    }

    @Test
    void b10_what_is_published_to_a_paused_server_stays_within_the_outgoing_limit() {
        NatsConfig config = NatsConfig.of(server.url(), "small").withMaxOutgoingBytes(4L * 1024 * 1024);
        try (NatsStreams streams = NatsStreams.connect(config, KERNEL)) {
            EventStream stream = streams.open(NatsFixture.spec("BIG"), soon());
            server.pause();
            List<Publication> large = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                large.add(new Publication("BIG.x", "", List.of(), new byte[1_000_000]));
            }

            List<PublishOutcome> outcomes = stream.publishAll(large, in(Duration.ofSeconds(1)), NEVER);

            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Unknown.class));
            assertThat(outcomes.stream().filter(o -> ((Unknown) o).detail().contains("before it was sent")))
                    .hasSizeGreaterThanOrEqualTo(36);
            server.resume();
        }
    }

    @Test
    void a2_what_was_still_queued_when_the_connection_was_lost_is_not_sent_on_the_next_one() {
        NatsConfig config = NatsFixture.config(server).withMaxOutgoingBytes(128L * 1024 * 1024);
        try (NatsStreams streams = NatsStreams.connect(config, KERNEL)) {
            EventStream stream = streams.open(NatsFixture.spec("QUEUED"), soon());
            server.pause();
            List<Publication> large = new ArrayList<>();
            for (int i = 0; i < 60; i++) { // Far more than the sockets hold.
                large.add(new Publication("QUEUED.x", "", List.of(), new byte[1_000_000]));
            }

            List<PublishOutcome> outcomes = stream.publishAll(large, soon(), NEVER);
            server.kill();
            server.restart();
            await().atMost(Duration.ofSeconds(10)).until(streams::connected);
            KERNEL.sleep(Duration.ofSeconds(1), Cancellation.NEVER);

            // Those that came after the loss was noticed are refused.
            assertThat(outcomes)
                    .hasAtLeastOneElementOfType(Unknown.class)
                    .hasOnlyElementsOfTypes(Unknown.class, Refused.class);
            assertThat(state(stream).messages()).isZero();
        }
    }

    @Test
    void b12_a_fetch_says_unavailable_soon_after_the_server_is_gone_and_goes_on_when_it_is_back() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        publish(stream, "before");
        fetchAll(consumer, 1).forEach(delivery -> consumer.ackConfirmed(delivery.receipt(), soon()));
        server.kill();

        await().atMost(Duration.ofSeconds(3))
                .until(() -> consumer.fetch(10, MANY_BYTES, soon(), NEVER) instanceof FetchOutcome.Unavailable);
        server.restart();
        await().atMost(Duration.ofSeconds(10)).until(() -> nats.streams().connected());
        publish(stream, "after");

        assertThat(fetchAll(consumer, 1)).extracting(NatsFixture::text).containsExactly("after");
    }

    @Test
    void b12_a_fetch_from_a_paused_server_says_unavailable_and_goes_on_when_it_runs_again() {
        NatsConfig patient = NatsConfig.of(server.url(), "patient");
        try (NatsStreams streams = NatsStreams.connect(patient, KERNEL)) {
            EventStream stream = streams.open(NatsFixture.spec("PAUSED"), soon());
            EventConsumer consumer = streams.consumer(stream, NatsFixture.consumerSpec(Duration.ofSeconds(2)), soon());
            publish(stream, "before");
            fetchAll(consumer, 1).forEach(delivery -> consumer.ack(delivery.receipt()));
            server.pause();

            FetchOutcome paused = consumer.fetch(10, MANY_BYTES, in(Duration.ofSeconds(10)), NEVER);
            server.resume();
            publish(stream, "after");

            assertThat(paused).isInstanceOf(FetchOutcome.Unavailable.class);
            assertThat(fetchAll(consumer, 1)).extracting(NatsFixture::text).containsExactly("after");
        }
    }

    @Test
    void b5_answers_given_while_disconnected_are_dropped_and_not_sent_later() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream, Duration.ofSeconds(2));
        publish(stream, "x");
        Delivery delivery = fetchAll(consumer, 1).getFirst();
        server.kill();
        await().until(() -> !nats.streams().connected());

        long start = System.nanoTime();
        consumer.terminate(delivery.receipt(), "never arrives");
        consumer.nak(delivery.receipt(), Duration.ZERO);
        consumer.inProgress(delivery.receipt());
        consumer.ack(delivery.receipt());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        server.restart();

        Delivery again = fetchAll(consumer, 1).getFirst();
        assertThat(again.sequence()).isEqualTo(delivery.sequence());
        assertThat(again.deliveryCount()).isEqualTo(2);
    }

    @Test
    void b8_a_confirmed_acknowledgement_outlasts_a_restart_of_the_server() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        publish(stream, "x");
        Delivery delivery = fetchAll(consumer, 1).getFirst();
        server.kill();
        Task restart = KERNEL.start("restart", () -> server.restart());

        AckOutcome outcome = consumer.ackConfirmed(delivery.receipt(), soon());

        assertThat(restart.join(soon())).isTrue();
        assertThat(outcome).isEqualTo(AckOutcome.CONFIRMED);
        assertThat(fetch(consumer, 10, 500)).isEmpty();
    }

    @Test
    void a_confirmed_acknowledgement_without_a_server_is_unknown_at_the_deadline() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        publish(stream, "x");
        Delivery delivery = fetchAll(consumer, 1).getFirst();
        server.kill();

        assertThat(consumer.ackConfirmed(delivery.receipt(), inMillis(600))).isEqualTo(AckOutcome.UNKNOWN);
    }

    @Test
    void questions_without_a_server_are_answered_with_unavailable() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        server.kill();
        await().until(() -> !nats.streams().connected());

        assertThat(stream.state(soon())).isInstanceOf(Answer.Unavailable.class);
        assertThat(stream.read(1, soon())).isInstanceOf(Answer.Unavailable.class);
        assertThat(stream.readLast("x", soon())).isInstanceOf(Answer.Unavailable.class);
        assertThat(stream.consumerState("worker", soon())).isInstanceOf(Answer.Unavailable.class);
        assertThat(stream.purgeBelow(1, soon())).isInstanceOf(Answer.Unavailable.class);
        assertThat(consumer.state(soon())).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void a_redelivery_after_the_servers_death_comes_with_the_same_bytes() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream, Duration.ofSeconds(1));
        publish(stream, 100);
        fetchAll(consumer, 100);
        server.kill();
        server.restart();

        List<Delivery> again = fetchAll(consumer, 100);

        // Delivery counts are not asserted: a killed server has not always written them down, and counts from 1 again.
        assertThat(again).extracting(Delivery::sequence).doesNotHaveDuplicates();
        assertThat(again)
                .allSatisfy(delivery ->
                        assertThat(delivery.payload()).isEqualTo(bytes("message " + (delivery.sequence() - 1))));
    }

    private static boolean isUnavailableOrUnknown(PublishOutcome outcome) {
        return outcome instanceof Unknown
                || (outcome instanceof Refused(Refusal refusal, String _) && refusal == Refusal.UNAVAILABLE);
    }

    private static StreamState state(EventStream stream) {
        if (stream.state(soon()) instanceof Answer.Known<StreamState>(StreamState state)) {
            return state;
        }
        throw new AssertionError("no state");
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
