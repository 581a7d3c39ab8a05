package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.KERNEL;
import static dev.causality.adapters.nats.NatsFixture.MANY_BYTES;
import static dev.causality.adapters.nats.NatsFixture.NEVER;
import static dev.causality.adapters.nats.NatsFixture.bytes;
import static dev.causality.adapters.nats.NatsFixture.fetch;
import static dev.causality.adapters.nats.NatsFixture.inMillis;
import static dev.causality.adapters.nats.NatsFixture.publish;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Task;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.AckOutcome;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StopTest {

    @AutoClose
    private static final NatsFixture nats = NatsFixture.onNewServer();

    @Test
    void b8_everything_that_the_server_counts_as_delivered_was_returned_by_a_fetch_or_by_stop() throws Exception {
        EventStream stream = nats.newStream();
        CancellationSource publishing = KERNEL.newCancellation();
        Task publisher = KERNEL.start("publisher", () -> flood(stream, publishing));

        for (int round = 0; round < 10; round++) {
            ConsumerSpec spec = new ConsumerSpec("worker-" + round, ">", Duration.ofSeconds(30), 1_000_000, -1);
            EventConsumer consumer = nats.streams().consumer(stream, spec, soon());
            Set<Long> returned = new HashSet<>();
            for (int i = 0; i < 3 + round; i++) {
                fetch(consumer, 200, 1_000).forEach(delivery -> returned.add(delivery.sequence()));
            }

            consumer.stop(soon()).forEach(delivery -> returned.add(delivery.sequence()));

            assertThat(state(consumer).ackPending()).isEqualTo(returned.size());
        }
        publishing.cancel();
        assertThat(publisher.join(soon())).isTrue();
    }

    @Test
    void b8_after_stop_nothing_is_redelivered_that_was_acknowledged() {
        EventStream stream = nats.newStream();
        publish(stream, 1_000);
        EventConsumer consumer = nats.consumer(stream, Duration.ofSeconds(1));
        List<Delivery> all = new ArrayList<>(fetch(consumer, 300, 5_000));
        all.addAll(consumer.stop(soon()));

        all.subList(0, all.size() - 1).forEach(delivery -> consumer.ack(delivery.receipt()));
        assertThat(consumer.ackConfirmed(all.getLast().receipt(), soon())).isEqualTo(AckOutcome.CONFIRMED);

        KERNEL.sleep(Duration.ofMillis(1_500), Cancellation.NEVER);
        ConsumerState state = state(consumer);
        assertThat(state.ackPending()).isZero();
        assertThat(state.redelivered()).isZero();
        assertThat(state.ackFloor()).isEqualTo(all.size());
    }

    @Test
    void after_stop_a_fetch_brings_nothing_and_answers_still_work() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        publish(stream, "x");
        Delivery delivery = NatsFixture.fetchAll(consumer, 1).getFirst();
        assertThat(consumer.stop(soon())).isEmpty();
        publish(stream, "y");

        assertThat(consumer.fetch(10, MANY_BYTES, inMillis(300), NEVER)).isEqualTo(new FetchOutcome.Fetched(List.of()));
        assertThat(consumer.ackConfirmed(delivery.receipt(), soon())).isEqualTo(AckOutcome.CONFIRMED);
    }

    @Test
    void stopping_an_idle_consumer_takes_no_longer_than_its_open_request() {
        EventConsumer consumer = nats.consumer(nats.newStream());
        fetch(consumer, 10, 100);

        long start = System.nanoTime();
        assertThat(consumer.stop(soon())).isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void stopping_before_the_first_fetch_is_harmless() {
        assertThat(nats.consumer(nats.newStream()).stop(soon())).isEmpty();
    }

    @Test
    void b8_stopping_while_the_server_hangs_ends_at_the_deadline() {
        try (NatsServer own = NatsServer.start();
                NatsStreams streams = NatsStreams.connect(NatsConfig.of(own.url(), "patient"), KERNEL)) {
            EventStream stream = streams.open(NatsFixture.spec("S"), soon());
            EventConsumer consumer = streams.consumer(stream, NatsFixture.consumerSpec(Duration.ofSeconds(30)), soon());
            fetch(consumer, 10, 100);
            own.pause();

            long start = System.nanoTime();
            consumer.stop(inMillis(600));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            own.resume();
        }
    }

    private static void flood(EventStream stream, CancellationSource until) {
        try (Connection connection = nats.admin()) {
            byte[] body = bytes("x".repeat(200));
            while (!until.isCancelled()) {
                for (int i = 0; i < 500; i++) {
                    connection.publish(stream.name() + ".x", body);
                }
                connection.flush(Duration.ofSeconds(5));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConsumerState state(EventConsumer consumer) {
        if (consumer.state(soon()) instanceof Answer.Known<ConsumerState>(ConsumerState state)) {
            return state;
        }
        throw new AssertionError("no state");
    }
}
