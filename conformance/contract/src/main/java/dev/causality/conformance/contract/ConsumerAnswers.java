package dev.causality.conformance.contract;

import static dev.causality.conformance.contract.Cast.known;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.AckOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules about answers to deliveries, and about the end of deliveries. */
abstract class ConsumerAnswers extends StreamRules {

    /** Well beyond an ack wait, well within two. */
    static final long AFTER_ACK_WAIT = 1_500;

    @Test
    void ec04_an_acknowledged_message_never_comes_again() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, 2);
            List<Delivery> deliveries = cast.fetchAll(consumer, 2);
            consumer.ack(deliveries.getFirst().receipt());

            assertThat(consumer.ackConfirmed(deliveries.getLast().receipt(), cast.soon()))
                    .isEqualTo(AckOutcome.CONFIRMED);

            ConsumerState state = known(consumer.state(cast.soon()));
            assertThat(state.ackPending()).isZero();
            assertThat(state.ackFloor()).isEqualTo(2);
            assertThat(cast.fetchFor(consumer, AFTER_ACK_WAIT)).isEmpty();
        });
    }

    @Test
    void ec05_a_negative_acknowledgement_brings_the_message_again_after_its_delay() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, "x");
            Delivery first = cast.fetchAll(consumer, 1).getFirst();
            long handedBack = cast.kernel.nanoTime();
            consumer.nak(first.receipt(), Duration.ofMillis(400));

            Delivery again = cast.fetchAll(consumer, 1).getFirst();

            assertThat(again.deliveryCount()).isEqualTo(2);
            assertThat(Duration.ofNanos(cast.kernel.nanoTime() - handedBack))
                    .isBetween(Duration.ofMillis(350), Duration.ofMillis(950));
        });
    }

    @Test
    void ec06_a_negative_acknowledgement_without_delay_brings_the_message_again_at_once() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, "x");
            consumer.nak(cast.fetchAll(consumer, 1).getFirst().receipt(), Duration.ZERO);

            List<Delivery> again = cast.fetch(consumer, 1, 600);

            assertThat(again).hasSize(1);
            assertThat(again.getFirst().deliveryCount()).isEqualTo(2);
        });
    }

    @Test
    void ec07_a_terminated_message_never_comes_again_and_is_announced() throws Exception {
        with((cast, stream) -> {
            EventStream advisories = advisories(cast, stream);
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, "x");
            consumer.terminate(cast.fetchAll(consumer, 1).getFirst().receipt(), "poison");

            assertThat(cast.fetchFor(consumer, AFTER_ACK_WAIT)).isEmpty();
            assertThat(known(consumer.state(cast.soon())).ackPending()).isZero();
            assertThat(announced(cast, advisories)).contains("terminated").contains("\"stream_seq\":1");
        });
    }

    @Test
    void ec08_progress_begins_the_ack_wait_anew() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, "x");
            Delivery delivery = cast.fetchAll(consumer, 1).getFirst();
            for (int i = 0; i < 4; i++) {
                assertThat(cast.fetchFor(consumer, 500)).isEmpty();
                consumer.inProgress(delivery.receipt());
            }

            assertThat(cast.fetchAll(consumer, 1).getFirst().deliveryCount()).isEqualTo(2);
        });
    }

    @Test
    void ec10_a_delayed_message_still_counts_as_unanswered() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream, ">", 2, -1);
            cast.publish(stream, 4);
            cast.fetchAll(consumer, 2).forEach(delivery -> consumer.nak(delivery.receipt(), Duration.ofSeconds(30)));

            assertThat(cast.fetchFor(consumer, AFTER_ACK_WAIT)).isEmpty();
        });
    }

    @Test
    void ec11_a_message_is_delivered_so_often_and_then_given_up_and_announced() throws Exception {
        with((cast, stream) -> {
            EventStream advisories = advisories(cast, stream);
            EventConsumer consumer = cast.consumer(stream, ">", 100, 3);
            cast.publish(stream, "x");
            for (long count = 1; count <= 3; count++) {
                Delivery delivery = cast.fetchAll(consumer, 1).getFirst();
                assertThat(delivery.deliveryCount()).isEqualTo(count);
                consumer.nak(delivery.receipt(), Duration.ZERO);
            }

            assertThat(cast.fetchFor(consumer, AFTER_ACK_WAIT)).isEmpty();
            assertThat(known(consumer.state(cast.soon())).ackPending()).isZero();
            assertThat(announced(cast, advisories)).contains("max_deliver").contains("\"deliveries\":3");
        });
    }

    @Test
    void ec18_an_answer_to_an_earlier_delivery_counts_for_the_current_one() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, "x");
            Delivery first = cast.fetchAll(consumer, 1).getFirst();
            cast.fetchAll(consumer, 1);

            consumer.ack(first.receipt());

            assertThat(cast.fetchFor(consumer, AFTER_ACK_WAIT)).isEmpty();
        });
    }

    /** A stream that keeps what the server says of messages that it will not deliver again. */
    private static EventStream advisories(Cast cast, EventStream stream) {
        String prefix = "$JS.EVENT.ADVISORY.CONSUMER.";
        List<String> subjects = List.of(
                prefix + "MAX_DELIVERIES." + stream.name() + ".*", prefix + "MSG_TERMINATED." + stream.name() + ".*");
        return cast.streams.open(
                new StreamSpec(stream.name() + "-ADV", subjects, Duration.ZERO, -1, 1, Duration.ofMinutes(2), -1),
                cast.soon());
    }

    private static String announced(Cast cast, EventStream advisories) {
        assertThat(known(advisories.state(cast.soon())).messages()).isEqualTo(1);
        byte[] payload = known(advisories.read(1, cast.soon())).orElseThrow().payload();
        return new String(payload, java.nio.charset.StandardCharsets.UTF_8);
    }
}
