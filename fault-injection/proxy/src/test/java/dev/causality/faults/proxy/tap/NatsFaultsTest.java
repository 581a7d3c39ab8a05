package dev.causality.faults.proxy.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.checkers.history.TapEvent.ConnectionClosed;
import dev.causality.checkers.history.TapEvent.ConnectionUnparsable;
import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.Delivered;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.NatsFault.Answers;
import dev.causality.faults.plan.Occurrence;
import dev.causality.faults.plan.WirePoint;
import dev.causality.faults.plan.WirePoint.Held;
import dev.causality.faults.proxy.protocol.nats.NatsSupport;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault against the real client and a real server. The ack wait is two seconds. */
final class NatsFaultsTest {
    private static final Duration ACK_WAIT = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final NatsServer SERVER = NatsServer.start();

    private static int streams;

    @TempDir
    private Path folder;

    private final String stream = "S" + streams++;
    private TappedLink link;
    private Connection connection;
    private Connection direct;
    private JetStreamSubscription pull;

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void connect() throws Exception {
        link = new TappedLink(folder, SERVER.port(), taps -> new NatsSupport(_ -> taps.nats("sink-1")));
        direct = Nats.connect(SERVER.url());
        direct.jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(stream)
                        .subjects(stream + ".>")
                        .build());
        for (int i = 1; i <= 3; i++) {
            direct.jetStream().publish(stream + ".a", bytes("m" + i));
        }
        connection = Nats.connect(Options.builder()
                .server("nats://127.0.0.1:" + link.port())
                .noReconnect() // Else what a cut left unsent is sent on the next connection.
                .build());
        pull = connection
                .jetStream()
                .subscribe(
                        stream + ".>",
                        PullSubscribeOptions.builder()
                                .configuration(ConsumerConfiguration.builder()
                                        .durable("sink")
                                        .ackPolicy(AckPolicy.Explicit)
                                        .ackWait(ACK_WAIT)
                                        .build())
                                .build());
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
        direct.close();
        assertThat(link.end().all(ConnectionUnparsable.class)).isEmpty();
        link.close();
    }

    @Test
    void an_acknowledgement_that_is_dropped_is_missed_and_its_neighbours_arrive() throws Exception {
        link.add("f", new NatsFault.DropAcks("sink", Answers.ACK, Occurrence.nth(2)));
        pull.fetch(3, LIMIT).forEach(Message::ack);
        await().untilAsserted(() -> assertThat(link.applications("f")).isEqualTo(1));
        List<Message> again = pull.fetch(1, ACK_WAIT.multipliedBy(2));
        assertThat(again).hasSize(1);
        assertThat(again.getFirst().metaData().streamSequence()).isEqualTo(2);
        assertThat(again.getFirst().metaData().deliveredCount()).isEqualTo(2);
        assertThat(link.all(Answered.class)).extracting(Answered::sequence).containsExactly(1L, 3L);
    }

    @Test
    void only_the_kind_of_answer_that_was_named_is_dropped() throws Exception {
        link.add("f", new NatsFault.DropAcks("", Answers.NAK, Occurrence.ALL));
        List<Message> messages = pull.fetch(3, LIMIT);
        messages.get(0).nak();
        messages.get(1).ack();
        messages.get(2).inProgress();
        await().untilAsserted(() -> assertThat(link.all(Answered.class))
                .extracting(Answered::answer)
                .containsExactly(AckKind.ACK, AckKind.IN_PROGRESS));
        assertThat(link.applications("f")).isEqualTo(1);
    }

    @Test
    void an_acknowledgement_that_is_held_up_arrives_late_and_what_follows_does_not_wait() throws Exception {
        link.add("f", new NatsFault.DelayAcks("*", Answers.ACK, Occurrence.nth(1), 500));
        pull.fetch(3, LIMIT).forEach(Message::ack);
        await().untilAsserted(() -> assertThat(link.all(Answered.class))
                .extracting(Answered::sequence)
                .containsExactly(2L, 3L, 1L));
        assertThat(pull.fetch(3, ACK_WAIT.plusMillis(500))).isEmpty();
    }

    @Test
    void deliveries_to_one_consumer_are_dropped_and_come_again() throws Exception {
        link.add("f", new NatsFault.DropDeliveries("sink", Occurrence.first(3)));
        assertThat(pull.fetch(3, Duration.ofSeconds(1))).isEmpty();
        List<Message> again = pull.fetch(3, LIMIT);
        assertThat(again).hasSize(3);
        assertThat(again)
                .allSatisfy(message ->
                        assertThat(message.metaData().deliveredCount()).isEqualTo(2));
        assertThat(link.all(Delivered.class)).hasSize(6);
    }

    @Test
    void deliveries_to_another_consumer_are_left_alone() throws Exception {
        link.add("f", new NatsFault.DropDeliveries("other", Occurrence.ALL));
        assertThat(pull.fetch(3, LIMIT)).hasSize(3);
        assertThat(link.applications("f")).isZero();
    }

    @Test
    void a_delivery_that_is_held_up_comes_behind_the_others() throws Exception {
        link.add("f", new NatsFault.DelayDeliveries("", Occurrence.nth(1), 400));
        assertThat(pull.fetch(3, LIMIT))
                .extracting(message -> message.metaData().streamSequence())
                .containsExactly(2L, 3L, 1L);
    }

    @Test
    void the_connection_is_cut_at_the_kth_acknowledgement() throws Exception {
        link.add("f", new NatsFault.CutAtAck("", Occurrence.nth(2), true, false));
        pull.fetch(3, LIMIT).forEach(Message::ack);
        await().untilAsserted(() -> assertThat(link.applications("f")).isEqualTo(1));
        await().untilAsserted(() ->
                assertThat(unacknowledged()).as("the third was cut off").isEqualTo(1));
        assertThat(link.all(Answered.class)).extracting(Answered::sequence).containsExactly(1L, 2L);
    }

    @Test
    void the_connection_is_reset_before_the_acknowledgement_is_forwarded() throws Exception {
        link.add("f", new NatsFault.CutAtAck("", Occurrence.nth(2), false, true));
        pull.fetch(3, LIMIT).forEach(Message::ack);
        await().untilAsserted(() -> assertThat(link.applications("f")).isEqualTo(1));
        assertThat(link.all(Answered.class)).extracting(Answered::sequence).containsExactly(1L);
    }

    @Test
    void a_confirmation_that_is_lost_leaves_the_message_stored() throws Exception {
        link.add("f", new NatsFault.LoseConfirmations(stream + ".*", Occurrence.first(1)));
        CompletableFuture<?> lost = connection
                .jetStream()
                .publishAsync(
                        stream + ".b",
                        bytes("b"),
                        PublishOptions.builder().messageId("b").build());
        await().untilAsserted(() -> assertThat(link.applications("f")).isEqualTo(1));
        assertThat(lost.isDone()).isFalse();
        assertThat(direct.jetStreamManagement()
                        .getStreamInfo(stream)
                        .getStreamState()
                        .getLastSequence())
                .isEqualTo(4);
    }

    @Test
    void the_first_acknowledgement_is_held_with_all_that_follows_until_it_is_let_go_and_then_dropped()
            throws Exception {
        AtomicReference<CompletableFuture<Boolean>> held = new AtomicReference<>();
        link.wire().when(WirePoint.first(Moment.ACK).held(Held.HOLD_THEN_DROP), held::set);
        List<Message> messages = pull.fetch(3, LIMIT);
        messages.getFirst().inProgress();
        messages.forEach(Message::ack);
        await().until(() -> held.get() != null);
        assertThat(link.all(Answered.class)).extracting(Answered::answer).containsExactly(AckKind.IN_PROGRESS);
        Objects.requireNonNull(held.get()).complete(true);
        assertThat(unacknowledged()).isEqualTo(3);
        connection.close();
        await().until(() -> link.all(ConnectionClosed.class).size() == 1);
        assertThat(link.all(Answered.class)).hasSize(1);
        assertThat(unacknowledged()).isEqualTo(3);
    }

    @Test
    void what_is_held_and_let_pass_arrives_in_order() throws Exception {
        AtomicReference<CompletableFuture<Boolean>> held = new AtomicReference<>();
        link.wire().when(WirePoint.first(Moment.ACK).held(Held.HOLD_THEN_PASS), held::set);
        pull.fetch(3, LIMIT).forEach(Message::ack);
        await().until(() -> held.get() != null);
        assertThat(unacknowledged()).isEqualTo(3);
        Objects.requireNonNull(held.get()).complete(true);
        await().untilAsserted(() -> assertThat(unacknowledged()).isZero());
        assertThat(link.all(Answered.class)).extracting(Answered::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void the_wire_is_shown_connections_that_are_made_and_that_end() throws Exception {
        AtomicInteger shown = new AtomicInteger();
        link.wire().when(WirePoint.first(Moment.CONNECTED).on("link"), _ -> shown.addAndGet(1));
        link.wire().when(WirePoint.first(Moment.DISCONNECTED).on("link"), _ -> shown.addAndGet(10));
        Nats.connect("nats://127.0.0.1:" + link.port()).close();
        await().untilAsserted(() -> assertThat(shown.get()).isEqualTo(11));
    }

    private long unacknowledged() throws Exception {
        return direct.jetStreamManagement().getConsumerInfo(stream, "sink").getNumAckPending();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
