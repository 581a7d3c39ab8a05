package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.KERNEL;
import static dev.causality.adapters.nats.NatsFixture.MANY_BYTES;
import static dev.causality.adapters.nats.NatsFixture.NEVER;
import static dev.causality.adapters.nats.NatsFixture.fetch;
import static dev.causality.adapters.nats.NatsFixture.fetchAll;
import static dev.causality.adapters.nats.NatsFixture.inMillis;
import static dev.causality.adapters.nats.NatsFixture.publish;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.causality.kernel.Cancellation;
import dev.causality.ports.Answer;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.PortException;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A stream or a consumer that is deleted, and one that is made again in its place, under a running reader. */
class GoneTest {

    @AutoClose
    private static final NatsFixture nats = NatsFixture.onNewServer();

    private static final JetStreamManagement management = nats.management();

    @Test
    void b2_a_deleted_consumer_ends_the_fetching_at_once_and_for_good() throws Exception {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        fetch(consumer, 10, 100);

        management.deleteConsumer(stream.name(), "worker");

        assertGone(consumer, "consumer not found");
        assertThat(consumer.fetch(10, MANY_BYTES, soon(), NEVER)).isInstanceOf(FetchOutcome.Gone.class);
    }

    @Test
    void b2_a_deleted_stream_ends_the_fetching() throws Exception {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        publish(stream, "x");
        fetchAll(consumer, 1);

        management.deleteStream(stream.name());

        assertGone(consumer, "not found");
    }

    @Test
    void b2_a_stream_made_again_during_a_fetch_delivers_nothing_to_the_old_consumer() throws Exception {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream);
        publish(stream, 10);
        fetchAll(consumer, 10).forEach(delivery -> consumer.ack(delivery.receipt()));

        makeAgain(stream);
        publish(nats.streams().open(NatsFixture.spec(stream.name()), soon()), 10);

        assertGone(consumer, "made again");
    }

    @Test
    void b2_a_consumer_made_again_while_nobody_fetched_delivers_nothing() throws Exception {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream, Duration.ofMillis(500)); // Requests expire after 100 ms.
        assertThat(fetch(consumer, 10, 100)).isEmpty();
        KERNEL.sleep(Duration.ofMillis(1_300), Cancellation.NEVER); // All requests have run out.

        grow();
        management.deleteConsumer(stream.name(), "worker");
        nats.consumer(stream, Duration.ofMillis(500));
        publish(stream, 3);

        assertGone(consumer, "made again");
    }

    @Test
    void b2_a_consumer_made_again_within_the_moment_between_two_requests_is_told_by_its_count() throws Exception {
        EventStream stream = nats.newStream();
        EventConsumer consumer = nats.consumer(stream, Duration.ofMillis(500)); // Requests expire after 100 ms.
        publish(stream, 3);
        fetchAll(consumer, 3).forEach(delivery -> consumer.ackConfirmed(delivery.receipt(), soon()));
        KERNEL.sleep(Duration.ofMillis(300), Cancellation.NEVER); // All requests have run out, not long ago.

        grow();
        management.deleteConsumer(stream.name(), "worker");
        nats.consumer(stream, Duration.ofMillis(500));

        assertGone(consumer, "made again");
    }

    @Test
    void b2_a_consumer_made_again_during_an_outage_delivers_nothing() throws Exception {
        try (NatsServer own = NatsServer.start();
                NatsFixture fixture = new NatsFixture(own)) {
            EventStream stream = fixture.newStream();
            EventConsumer consumer = fixture.consumer(stream);
            assertThat(fetch(consumer, 10, 100)).isEmpty();
            own.restart();
            try (Connection other = fixture.admin()) {
                other.jetStreamManagement().deleteConsumer(stream.name(), "worker");
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> fixture.streams().connected());
            fixture.consumer(stream);
            publish(stream, 3);

            assertGone(consumer, "made again");
        }
    }

    @Test
    void b12_a_restart_of_the_server_does_not_count_as_another_consumer() {
        try (NatsServer own = NatsServer.start();
                NatsFixture fixture = new NatsFixture(own)) {
            EventStream stream = fixture.newStream();
            EventConsumer consumer = fixture.consumer(stream);
            publish(stream, 3);
            fetchAll(consumer, 3);

            own.restart();
            await().atMost(Duration.ofSeconds(10)).until(() -> fixture.streams().connected());
            publish(stream, "after");

            assertThat(fetchAll(consumer, 1)).extracting(NatsFixture::text).containsExactly("after");
        }
    }

    @Test
    void b2_a_stream_made_again_is_not_purged_with_the_old_ones_sequences() throws Exception {
        EventStream stream = nats.newStream();
        publish(stream, 10);
        makeAgain(stream);
        EventStream again = nats.streams().open(NatsFixture.spec(stream.name()), soon());
        publish(again, 10);

        assertThat(stream.purgeBelow(8, soon())).isInstanceOf(Answer.Unavailable.class);

        assertThat(management.getStreamInfo(stream.name()).getStreamState().getMsgCount())
                .isEqualTo(10);
        assertThat(again.purgeBelow(8, soon())).isEqualTo(new Answer.Known<>(7L));
    }

    @Test
    void a_follower_of_a_stream_made_again_stops_with_a_clear_error() throws Exception {
        EventStream stream = nats.newStream();
        publish(stream, "x");
        try (EventStream.Follower follower = stream.follow()) {
            assertThat(follower.next(soon(), NEVER)).hasSize(1);

            makeAgain(stream);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            follower.next(inMillis(200), NEVER);
                        }
                    })
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining(stream.name())
                    .hasMessageContaining("made again");
        }
    }

    @Test
    void a_follower_of_a_deleted_stream_stops_with_a_clear_error() throws Exception {
        EventStream stream = nats.newStream();
        try (EventStream.Follower follower = stream.follow()) {
            assertThat(follower.next(inMillis(100), NEVER)).isEmpty();

            management.deleteStream(stream.name());

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            follower.next(inMillis(200), NEVER);
                        }
                    })
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("gone");
        }
    }

    /** Older than the difference in creation time that counts as none. */
    private static void grow() {
        KERNEL.sleep(Duration.ofMillis(200), Cancellation.NEVER);
    }

    /** Deletes the stream and makes one of the same name with a consumer of the same name. */
    private static void makeAgain(EventStream stream) throws Exception {
        grow();
        management.deleteStream(stream.name());
        EventStream again = nats.streams().open(NatsFixture.spec(stream.name()), soon());
        management.createConsumer(
                again.name(), ConsumerConfiguration.builder().durable("worker").build());
    }

    private static void assertGone(EventConsumer consumer, String why) {
        FetchOutcome last = consumer.fetch(10, MANY_BYTES, inMillis(2_000), NEVER);
        for (int i = 0; i < 20 && !(last instanceof FetchOutcome.Gone); i++) {
            assertThat(last)
                    .satisfiesAnyOf(
                            outcome -> assertThat(outcome).isInstanceOf(FetchOutcome.Unavailable.class),
                            outcome -> assertThat(((FetchOutcome.Fetched) outcome).deliveries())
                                    .isEmpty());
            last = consumer.fetch(10, MANY_BYTES, inMillis(2_000), NEVER);
        }
        assertThat(last)
                .isInstanceOfSatisfying(
                        FetchOutcome.Gone.class,
                        gone -> assertThat(gone.detail()).contains(why));
    }
}
