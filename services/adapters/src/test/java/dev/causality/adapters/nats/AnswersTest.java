package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.KERNEL;
import static dev.causality.adapters.nats.NatsFixture.NEVER;
import static dev.causality.adapters.nats.NatsFixture.fetch;
import static dev.causality.adapters.nats.NatsFixture.fetchAll;
import static dev.causality.adapters.nats.NatsFixture.publish;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Cancellation;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.AckOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.Receipt;
import dev.causality.ports.StreamSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the server makes of our answers to deliveries. */
class AnswersTest {

    @AutoClose
    private static final NatsFixture nats = NatsFixture.onNewServer();

    @Test
    void b5_an_acknowledged_message_is_finished() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream, Duration.ofSeconds(1));
        Delivery delivery = deliver(stream, consumer);

        consumer.ack(delivery.receipt());

        assertThat(fetch(consumer, 10, 1_500)).isEmpty();
        assertThat(state(consumer).ackFloor()).isEqualTo(1);
    }

    @Test
    void b8_a_confirmed_acknowledgement_has_reached_the_server_when_it_returns() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        Delivery delivery = deliver(stream, consumer);

        assertThat(consumer.ackConfirmed(delivery.receipt(), soon())).isEqualTo(AckOutcome.CONFIRMED);

        assertThat(state(consumer).ackPending()).isZero();
    }

    @Test
    void confirming_an_acknowledgement_twice_is_harmless() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        Delivery delivery = deliver(stream, consumer);

        assertThat(consumer.ackConfirmed(delivery.receipt(), soon())).isEqualTo(AckOutcome.CONFIRMED);
        assertThat(consumer.ackConfirmed(delivery.receipt(), soon())).isEqualTo(AckOutcome.CONFIRMED);
    }

    @Test
    void an_acknowledgement_that_nobody_takes_is_unknown_and_not_waited_for() {
        EventConsumer consumer = nats.consumer(nats.newStream());
        long start = System.nanoTime();

        AckOutcome outcome = consumer.ackConfirmed(new Receipt("$JS.ACK.NOBODY.worker.1.1.1.1.0"), soon());

        assertThat(outcome).isEqualTo(AckOutcome.UNKNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void b6_a_negative_acknowledgement_with_delay_brings_the_message_back_after_the_delay() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        Delivery delivery = deliver(stream, consumer);
        long start = System.nanoTime();

        consumer.nak(delivery.receipt(), Duration.ofMillis(700));
        Delivery again = fetchAll(consumer, 1).getFirst();

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(650), Duration.ofSeconds(10));
        assertThat(again.deliveryCount()).isEqualTo(2);
    }

    @Test
    void a_negative_acknowledgement_without_delay_brings_the_message_back_at_once() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        Delivery delivery = deliver(stream, consumer);

        consumer.nak(delivery.receipt(), Duration.ZERO);

        assertThat(fetch(consumer, 10, 2_000))
                .extracting(Delivery::deliveryCount)
                .containsExactly(2L);
    }

    @Test
    void b5_progress_signals_keep_a_message_from_coming_again() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream, Duration.ofMillis(800));
        Delivery delivery = deliver(stream, consumer);

        for (int i = 0; i < 5; i++) {
            consumer.inProgress(delivery.receipt());
            assertThat(fetch(consumer, 10, 400)).isEmpty();
        }

        assertThat(state(consumer).redelivered()).isZero();
    }

    @Test
    void c1_a_terminated_message_never_comes_again_and_its_advisory_carries_the_reason() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream, Duration.ofMillis(500));
        StreamSpec advisories = new StreamSpec(
                "ADVISORIES" + stream.name(),
                List.of("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED." + stream.name() + ".>"),
                Duration.ZERO,
                -1,
                1,
                Duration.ofMinutes(2),
                -1);
        EventStream captured = nats.streams().open(advisories, soon());
        Delivery delivery = deliver(stream, consumer);

        consumer.terminate(delivery.receipt(), "it is poison");

        assertThat(fetch(consumer, 10, 1_000)).isEmpty();
        try (EventStream.Follower follower = captured.follow()) {
            String advisory = new String(follower.next(soon(), NEVER).getFirst().payload(), StandardCharsets.UTF_8);
            assertThat(advisory).contains("it is poison").contains("\"stream_seq\":1");
        }
    }

    @Test
    void b6_a_message_out_of_deliveries_stays_away_and_a_late_answer_to_it_is_harmless() {
        EventStream stream = nats.newStream();
        EventConsumer consumer =
                nats.streams().consumer(stream, new ConsumerSpec("twice", ">", Duration.ofMillis(400), 100, 2), soon());
        Delivery first = deliver(stream, consumer);
        Delivery second = fetchAll(consumer, 1).getFirst();
        KERNEL.sleep(Duration.ofMillis(600), Cancellation.NEVER);

        consumer.nak(second.receipt(), Duration.ZERO);
        consumer.inProgress(first.receipt());
        consumer.ack(second.receipt());

        assertThat(second.deliveryCount()).isEqualTo(2);
        assertThat(fetch(consumer, 10, 1_000)).isEmpty();
        publish(stream, "next");
        assertThat(fetchAll(consumer, 1)).extracting(Delivery::sequence).containsExactly(2L);
    }

    @Test
    void a_consumers_state_tells_what_is_pending_where_the_floor_is_and_when_it_was_created() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        publish(stream, 5);
        List<Delivery> deliveries = fetchAll(nats.consumer(stream), 5);
        consumer.ackConfirmed(deliveries.getFirst().receipt(), soon());
        publish(stream, "waiting");

        ConsumerState state = state(consumer);

        assertThat(state.ackFloor()).isEqualTo(deliveries.getFirst().sequence());
        assertThat(state.ackPending() + state.pending()).isEqualTo(5); // The open request may have got the last one.
        assertThat(state.deliveredSequence() + state.pending()).isEqualTo(6);
        assertThat(stream.consumerState("worker", soon())
                        .map(found -> found.orElseThrow().created()))
                .isEqualTo(new Answer.Known<>(state.created()));
        assertThat(stream.consumerState("nobody", soon()).map(found -> found.isPresent()))
                .isEqualTo(new Answer.Known<>(false));
    }

    private static Delivery deliver(EventStream stream, EventConsumer consumer) {
        publish(stream, "x");
        return fetchAll(consumer, 1).getFirst();
    }

    private static ConsumerState state(EventConsumer consumer) {
        if (consumer.state(soon()) instanceof Answer.Known<ConsumerState>(ConsumerState state)) {
            return state;
        }
        throw new AssertionError("no state");
    }
}
