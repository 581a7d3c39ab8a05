package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.KERNEL;
import static dev.causality.adapters.nats.NatsFixture.MANY_BYTES;
import static dev.causality.adapters.nats.NatsFixture.NEVER;
import static dev.causality.adapters.nats.NatsFixture.bytes;
import static dev.causality.adapters.nats.NatsFixture.fetch;
import static dev.causality.adapters.nats.NatsFixture.fetchAll;
import static dev.causality.adapters.nats.NatsFixture.inMillis;
import static dev.causality.adapters.nats.NatsFixture.message;
import static dev.causality.adapters.nats.NatsFixture.publish;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static dev.causality.adapters.nats.NatsFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.CancellationSource;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.Header;
import dev.causality.ports.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FetchTest {

    @AutoClose
    private static final NatsFixture nats = NatsFixture.onNewServer();

    @Test
    void a_delivery_carries_the_message_and_what_the_server_says_of_it() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        Instant before = Instant.now();
        stream.publish(
                new Publication(
                        stream.name() + ".a", "id", List.of(new Header("X", "1"), new Header("X", "2")), bytes("body")),
                soon(),
                NEVER);

        Delivery delivery = fetchAll(consumer, 1).getFirst();

        assertThat(delivery.sequence()).isEqualTo(1);
        assertThat(delivery.deliveryCount()).isEqualTo(1);
        assertThat(delivery.subject()).isEqualTo(stream.name() + ".a");
        assertThat(delivery.payload()).isEqualTo(bytes("body"));
        assertThat(delivery.headers())
                .containsExactly(new Header("Nats-Msg-Id", "id"), new Header("X", "1"), new Header("X", "2"));
        assertThat(delivery.published()).isBetween(before.minusMillis(1), Instant.now());
    }

    @Test
    void every_message_of_a_long_stream_comes_exactly_once_in_batches_no_larger_than_asked() {
        EventStream stream = nats.newStream();
        publish(stream, 5_000);
        EventConsumer consumer = nats.consumer(stream);

        List<Long> sequences = new ArrayList<>();
        while (sequences.size() < 5_000) {
            List<Delivery> batch = fetch(consumer, 70, 5_000);
            assertThat(batch).hasSizeBetween(1, 70);
            batch.forEach(delivery -> {
                sequences.add(delivery.sequence());
                consumer.ack(delivery.receipt());
            });
        }

        assertThat(sequences)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 5_000).boxed().toList());
        assertThat(fetch(consumer, 70, 300)).isEmpty();
    }

    @Test
    void a_message_that_comes_while_the_fetch_waits_is_returned_at_once() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        KERNEL.start("publisher", () -> {
            KERNEL.sleep(Duration.ofMillis(300), Cancellation.NEVER);
            publish(stream, "late");
        });

        long start = System.nanoTime();
        List<Delivery> deliveries = fetch(consumer, 100, 10_000);

        assertThat(deliveries).extracting(NatsFixture::text).containsExactly("late");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void an_empty_stream_gives_nothing_at_the_deadline() {
        EventConsumer consumer = nats.consumer(nats.newStream());

        long start = System.nanoTime();
        assertThat(fetch(consumer, 100, 300)).isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(290), Duration.ofSeconds(10));
    }

    @Test
    void a_cancellation_ends_a_fetch_promptly() {
        EventConsumer consumer = nats.consumer(nats.newStream());
        CancellationSource cancellation = KERNEL.newCancellation();
        NatsFixture.cancelAfter(Duration.ofMillis(200), cancellation);

        long start = System.nanoTime();
        FetchOutcome outcome = consumer.fetch(10, MANY_BYTES, soon(), cancellation);

        assertThat(outcome).isEqualTo(new FetchOutcome.Fetched(List.of()));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_message_published_long_after_several_requests_expired_still_comes() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream, Duration.ofMillis(500)); // Requests expire after 100 ms.
        assertThat(fetch(consumer, 10, 1_000)).isEmpty();

        publish(stream, "after a while");

        assertThat(fetchAll(consumer, 1)).extracting(NatsFixture::text).containsExactly("after a while");
    }

    @Test
    void b10_a_fetch_stops_near_its_limit_of_bytes() {
        EventStream stream = nats.newStream();
        for (int i = 0; i < 20; i++) {
            stream.publish(sized(stream, 100_000), soon(), NEVER);
        }
        EventConsumer consumer = nats.consumer(stream);

        List<Delivery> first = fetched(consumer.fetch(1_000, 350_000, soon(), NEVER));
        List<Delivery> all = new ArrayList<>(first);
        while (all.size() < 20) {
            List<Delivery> next = fetched(consumer.fetch(1_000, 350_000, soon(), NEVER));
            assertThat(next).hasSizeBetween(1, 4);
            all.addAll(next);
        }

        assertThat(first).hasSizeBetween(1, 4);
        assertThat(all).extracting(Delivery::sequence).doesNotHaveDuplicates();
    }

    @Test
    void b10_no_more_bytes_are_on_their_way_than_two_fetches_take() {
        EventStream stream = nats.newStream();
        for (int i = 0; i < 40; i++) {
            stream.publish(sized(stream, 100_000), soon(), NEVER);
        }
        EventConsumer consumer = nats.consumer(stream);

        fetched(consumer.fetch(1_000, 350_000, soon(), NEVER));

        KERNEL.sleep(Duration.ofMillis(200), Cancellation.NEVER);
        assertThat(consumer.state(soon()).map(ConsumerState::ackPending))
                .isInstanceOfSatisfying(
                        Answer.Known.class,
                        pending -> assertThat((Long) pending.value()).isBetween(1L, 11L));
    }

    @Test
    void b10_a_message_larger_than_the_limit_of_bytes_comes_alone_and_its_neighbours_follow() {
        EventStream stream = nats.newStream();
        stream.publish(sized(stream, 500), soon(), NEVER);
        stream.publish(sized(stream, 200_000), soon(), NEVER);
        stream.publish(sized(stream, 300_000), soon(), NEVER);
        stream.publish(sized(stream, 500), soon(), NEVER);
        EventConsumer consumer = nats.consumer(stream);

        List<Integer> sizes = new ArrayList<>();
        while (sizes.size() < 4) {
            List<Delivery> batch = fetched(consumer.fetch(100, 10_000, soon(), NEVER));
            assertThat(batch.stream().filter(delivery -> delivery.payload().length > 500))
                    .hasSizeLessThan(2);
            batch.forEach(delivery -> sizes.add(delivery.payload().length));
        }

        assertThat(sizes).containsExactly(500, 200_000, 300_000, 500);
    }

    @Test
    void b5_a_lease_never_starts_after_the_message_was_sent_and_little_before() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream, Duration.ofMillis(500)); // Requests expire after 100 ms.
        fetch(consumer, 10, 500);
        long published = KERNEL.nanoTime();
        publish(stream, "x");

        Delivery first = fetchAll(consumer, 1).getFirst();
        Delivery again = fetchAll(consumer, 1).getFirst();
        long redelivered = KERNEL.nanoTime();

        assertThat(first.notSentBefore()).isLessThan(KERNEL.nanoTime());
        assertThat(Duration.ofNanos(published - first.notSentBefore())).isLessThan(Duration.ofMillis(400));
        assertThat(again.deliveryCount()).isEqualTo(2);
        // The server may not send it again before the first lease has run out, whose start we know only from below.
        assertThat(Duration.ofNanos(redelivered - first.notSentBefore()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(500));
        assertThat(again.notSentBefore()).isGreaterThan(first.notSentBefore());
    }

    @Test
    void b5_the_lease_of_a_message_that_waited_here_started_when_it_was_asked_for() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        publish(stream, 40);
        fetch(consumer, 10, 5_000); // The next ones are asked for by now.
        long asked = KERNEL.nanoTime();
        KERNEL.sleep(Duration.ofMillis(300), Cancellation.NEVER);

        List<Delivery> waited = fetch(consumer, 10, 5_000);

        assertThat(waited)
                .isNotEmpty()
                .allSatisfy(delivery -> assertThat(delivery.notSentBefore()).isLessThan(asked));
    }

    @Test
    void b5_what_waited_here_for_longer_than_its_lease_is_not_given_out() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream, Duration.ofMillis(500));
        publish(stream, 40);
        List<Delivery> first = fetch(consumer, 10, 5_000); // More are on their way now.

        KERNEL.sleep(Duration.ofMillis(1_200), Cancellation.NEVER);
        long start = KERNEL.nanoTime();
        Set<Long> later = new HashSet<>();
        while (later.size() < 40) {
            fetch(consumer, 10, 2_000).forEach(delivery -> {
                assertThat(start - delivery.notSentBefore())
                        .isLessThan(Duration.ofMillis(500).toNanos());
                consumer.ack(delivery.receipt());
                later.add(delivery.sequence());
            });
        }

        assertThat(first).isNotEmpty();
        assertThat(later).hasSize(40);
    }

    @Test
    void two_instances_share_the_messages() {
        EventStream stream = nats.newStream();
        EventConsumer one = nats.consumer(stream);
        EventConsumer two = nats.consumer(stream);
        publish(stream, 200);

        List<Long> sequences = new ArrayList<>();
        int mine = 0;
        while (sequences.size() < 200) {
            List<Delivery> ours = fetch(one, 5, 100);
            mine += ours.size();
            ours.forEach(delivery -> sequences.add(delivery.sequence()));
            fetch(two, 5, 100).forEach(delivery -> sequences.add(delivery.sequence()));
        }

        assertThat(sequences).doesNotHaveDuplicates();
        assertThat(mine).isBetween(20, 180);
    }

    @Test
    void a_fetch_of_one_message_at_a_time_gets_them_all() {
        EventStream stream = nats.newStream();
        publish(stream, 50);
        EventConsumer consumer = nats.consumer(stream);

        List<String> texts = new ArrayList<>();
        while (texts.size() < 50) {
            List<Delivery> batch = fetch(consumer, 1, 5_000);
            assertThat(batch).hasSize(1);
            texts.add(text(batch.getFirst()));
            consumer.ack(batch.getFirst().receipt());
        }

        assertThat(texts).doesNotHaveDuplicates();
    }

    @Test
    void a_full_pending_limit_ends_in_an_empty_fetch_and_goes_on_after_acknowledgements() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.streams()
                .consumer(
                        stream,
                        new dev.causality.ports.ConsumerSpec("worker", ">", Duration.ofSeconds(30), 20, -1),
                        soon());
        publish(stream, 50);
        List<Delivery> held = new ArrayList<>();
        while (held.size() < 20) {
            held.addAll(fetch(consumer, 100, 5_000));
        }

        assertThat(fetch(consumer, 100, 300)).isEmpty();
        held.forEach(delivery -> consumer.ack(delivery.receipt()));

        List<Delivery> rest = new ArrayList<>();
        while (rest.size() < 30) {
            List<Delivery> batch = fetch(consumer, 100, 5_000);
            batch.forEach(delivery -> consumer.ack(delivery.receipt()));
            rest.addAll(batch);
        }
        assertThat(rest).extracting(Delivery::deliveryCount).containsOnly(1L);
    }

    private static Publication sized(EventStream stream, int size) {
        return new Publication(message(stream, "").subject(), "", List.of(), new byte[size]);
    }

    private static List<Delivery> fetched(FetchOutcome outcome) {
        assertThat(outcome).isInstanceOf(FetchOutcome.Fetched.class);
        return ((FetchOutcome.Fetched) outcome).deliveries();
    }

    @Test
    void a_short_deadline_takes_what_is_there() {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        publish(stream, 3);
        List<Delivery> all = new ArrayList<>();
        for (int i = 0; i < 200 && all.size() < 3; i++) {
            all.addAll(fetched(consumer.fetch(10, MANY_BYTES, inMillis(5), NEVER)));
        }
        assertThat(all).hasSize(3);
    }
}
