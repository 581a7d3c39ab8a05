package dev.causality.conformance.contract;

import static dev.causality.conformance.contract.Cast.MANY_BYTES;
import static dev.causality.conformance.contract.Cast.NEVER;
import static dev.causality.conformance.contract.Cast.bytes;
import static dev.causality.conformance.contract.Cast.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.kernel.CancellationSource;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.AckOutcome;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.Header;
import dev.causality.ports.PortException;
import dev.causality.ports.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link EventConsumer} must do. */
public abstract class EventConsumerContract extends ConsumerAnswers {

    @Test
    void ec01_a_delivery_carries_the_message_as_it_was_published() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            List<Header> headers = List.of(new Header("X", "1"), new Header("X", "2"));
            stream.publish(new Publication(stream.name() + ".a", "id", headers, bytes("body")), cast.soon(), NEVER);

            Delivery delivery = cast.fetchAll(consumer, 1).getFirst();

            assertThat(delivery.sequence()).isEqualTo(1);
            assertThat(delivery.deliveryCount()).isEqualTo(1);
            assertThat(delivery.subject()).isEqualTo(stream.name() + ".a");
            assertThat(delivery.payload()).isEqualTo(bytes("body"));
            assertThat(delivery.headers())
                    .contains(new Header("Nats-Msg-Id", "id"))
                    .containsAll(headers);
            assertThat(delivery.published())
                    .isEqualTo(known(stream.read(1, cast.soon())).orElseThrow().time());
        });
    }

    @Test
    void ec02_every_message_comes_once_in_batches_no_larger_than_asked() throws Exception {
        with((cast, stream) -> {
            cast.publish(stream, 300);
            EventConsumer consumer = cast.consumer(stream);
            List<Long> sequences = new ArrayList<>();
            while (sequences.size() < 300) {
                List<Delivery> batch = cast.fetch(consumer, 7, 5_000);
                assertThat(batch).hasSizeBetween(1, 7);
                batch.forEach(delivery -> {
                    sequences.add(delivery.sequence());
                    consumer.ack(delivery.receipt());
                });
            }

            assertThat(sequences)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 300).boxed().toList());
            assertThat(cast.fetchFor(consumer, AFTER_ACK_WAIT)).isEmpty();
        });
    }

    @Test
    void ec03_an_unanswered_message_comes_again_after_its_ack_wait_and_is_counted() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, "x");
            Delivery first = cast.fetchAll(consumer, 1).getFirst();

            Delivery again = cast.fetchAll(consumer, 1).getFirst();

            assertThat(again.deliveryCount()).isEqualTo(2);
            assertThat(again.payload()).isEqualTo(first.payload());
            assertThat(Duration.ofNanos(cast.kernel.nanoTime() - first.notSentBefore()))
                    .isGreaterThanOrEqualTo(Cast.ACK_WAIT);
            assertThat(again.notSentBefore()).isGreaterThan(first.notSentBefore());
        });
    }

    @Test
    void ec09_no_more_are_delivered_than_may_be_unanswered() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream, ">", 5, -1);
            cast.publish(stream, 12);
            List<Delivery> held = cast.fetchAll(consumer, 5);

            assertThat(cast.fetch(consumer, 10, 300)).isEmpty();
            held.forEach(delivery -> consumer.ack(delivery.receipt()));

            assertThat(cast.fetchAll(consumer, 5))
                    .extracting(Delivery::sequence)
                    .containsExactlyInAnyOrder(6L, 7L, 8L, 9L, 10L);
        });
    }

    @Test
    void ec12_two_instances_share_the_messages() throws Exception {
        with((cast, stream) -> {
            EventConsumer one = cast.consumer(stream);
            EventConsumer two = cast.consumer(stream);
            cast.publish(stream, 40);
            List<Long> sequences = new ArrayList<>();
            while (sequences.size() < 40) {
                for (EventConsumer instance : List.of(one, two)) {
                    cast.fetch(instance, 3, 50).forEach(delivery -> {
                        sequences.add(delivery.sequence());
                        instance.ack(delivery.receipt());
                    });
                }
            }

            assertThat(sequences).doesNotHaveDuplicates();
        });
    }

    @Test
    void ec13_only_what_the_filter_lets_through_is_delivered() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream, stream.name() + ".a.*", 100, -1);
            for (String subject : List.of(".a.x", ".b.x", ".a.y", ".a.x.y")) {
                stream.publish(
                        new Publication(stream.name() + subject, "", List.of(), bytes(subject)), cast.soon(), NEVER);
            }

            assertThat(cast.fetchFor(consumer, 600)).extracting(Cast::text).containsExactly(".a.x", ".a.y");
            assertThat(known(consumer.state(cast.soon())).pending()).isZero();
        });
    }

    @Test
    void ec14_a_fetch_ends_empty_at_its_deadline_and_when_it_is_cancelled() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            long start = cast.kernel.nanoTime();
            assertThat(cast.fetch(consumer, 10, 300)).isEmpty();
            assertThat(Duration.ofNanos(cast.kernel.nanoTime() - start))
                    .isBetween(Duration.ofMillis(290), Duration.ofMillis(1_500));

            CancellationSource cancellation = cast.kernel.newCancellation();
            cast.kernel.start("canceller", () -> {
                cast.sleep(200);
                cancellation.cancel();
            });
            long again = cast.kernel.nanoTime();
            assertThat(consumer.fetch(10, MANY_BYTES, cast.soon(), cancellation))
                    .isEqualTo(new FetchOutcome.Fetched(List.of()));
            assertThat(Duration.ofNanos(cast.kernel.nanoTime() - again)).isLessThan(Duration.ofSeconds(2));
        });
    }

    @Test
    void ec15_a_message_that_comes_while_a_fetch_waits_is_returned_at_once() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.kernel.start("publisher", () -> {
                cast.sleep(300);
                cast.publish(stream, "late");
            });
            long start = cast.kernel.nanoTime();

            assertThat(cast.fetch(consumer, 100, 8_000)).extracting(Cast::text).containsExactly("late");

            assertThat(Duration.ofNanos(cast.kernel.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        });
    }

    @Test
    void ec16_a_fetch_stops_near_its_limit_of_bytes_and_one_message_larger_than_it_comes_alone() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            for (int size : new int[] {40_000, 40_000, 40_000, 90_000, 40_000}) {
                stream.publish(
                        new Publication(stream.name() + ".x", "", List.of(), new byte[size]), cast.soon(), NEVER);
            }
            List<Integer> sizes = new ArrayList<>();
            while (sizes.size() < 5) {
                FetchOutcome outcome = consumer.fetch(100, 60_000, cast.soon(), NEVER);
                assertThat(outcome).isInstanceOf(FetchOutcome.Fetched.class);
                List<Delivery> batch = ((FetchOutcome.Fetched) outcome).deliveries();
                assertThat(batch).hasSizeBetween(1, 3);
                batch.forEach(delivery -> {
                    sizes.add(delivery.payload().length);
                    consumer.ack(delivery.receipt());
                });
            }

            assertThat(sizes).containsExactlyInAnyOrder(40_000, 40_000, 40_000, 90_000, 40_000);
        });
    }

    @Test
    void ec17_all_that_counts_as_delivered_at_a_stop_was_handed_out() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, 60);
            List<Delivery> handedOut = new ArrayList<>(cast.fetch(consumer, 10, 5_000));

            handedOut.addAll(consumer.stop(cast.soon()));

            assertThat(handedOut).extracting(Delivery::sequence).doesNotHaveDuplicates();
            assertThat(known(consumer.state(cast.soon())).ackPending()).isEqualTo(handedOut.size());
            assertThat(cast.fetch(consumer, 10, 200)).isEmpty();
            assertThat(consumer.ackConfirmed(handedOut.getFirst().receipt(), cast.soon()))
                    .isEqualTo(AckOutcome.CONFIRMED);
        });
    }

    @Test
    void ec19_the_state_tells_what_is_left_unanswered_and_redelivered() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream, ">", 3, -1);
            cast.publish(stream, 5);
            List<Delivery> held = cast.fetchAll(consumer, 3);
            consumer.ackConfirmed(held.getFirst().receipt(), cast.soon());
            consumer.stop(cast.soon());

            ConsumerState state = known(consumer.state(cast.soon()));

            assertThat(state.ackFloor()).isEqualTo(1);
            assertThat(state.deliveredSequence()).isBetween(3L, 4L);
            assertThat(state.ackPending() + state.pending()).isEqualTo(4);
            assertThat(known(stream.consumerState("worker", cast.soon()))).contains(state);
        });
    }

    @Test
    void ec23_a_purge_of_finished_messages_leaves_the_unanswered_ones_to_come_again() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, 3);
            consumer.ackConfirmed(cast.fetchAll(consumer, 3).getFirst().receipt(), cast.soon());

            stream.purgeBelow(2, cast.soon());

            assertThat(cast.fetchAll(consumer, 2))
                    .extracting(Delivery::sequence)
                    .containsExactlyInAnyOrder(2L, 3L);
        });
    }

    @Test
    void ec20_a_consumer_with_other_settings_is_an_error() throws Exception {
        with((cast, stream) -> {
            cast.consumer(stream, ">", 100, -1);

            assertThatThrownBy(() -> cast.consumer(stream, ">", 200, -1)).isInstanceOf(PortException.class);
        });
    }

    @Test
    void ec21_the_lease_of_a_message_that_waited_here_began_when_it_was_asked_for() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, 40);
            cast.fetch(consumer, 10, 5_000);
            long asked = cast.kernel.nanoTime();
            cast.sleep(300);

            List<Delivery> waited = cast.fetch(consumer, 10, 5_000);

            assertThat(waited)
                    .isNotEmpty()
                    .allSatisfy(delivery -> assertThat(delivery.notSentBefore()).isLessThanOrEqualTo(asked));
        });
    }

    @Test
    void ec22_what_waited_here_for_longer_than_its_lease_is_not_handed_out() throws Exception {
        with((cast, stream) -> {
            EventConsumer consumer = cast.consumer(stream);
            cast.publish(stream, 40);
            cast.fetch(consumer, 10, 5_000);
            cast.sleep(AFTER_ACK_WAIT);
            long start = cast.kernel.nanoTime();

            List<Delivery> later = cast.fetch(consumer, 10, 5_000);

            assertThat(later)
                    .isNotEmpty()
                    .allSatisfy(delivery ->
                            assertThat(start - delivery.notSentBefore()).isLessThan(Cast.ACK_WAIT.toNanos()));
        });
    }
}
