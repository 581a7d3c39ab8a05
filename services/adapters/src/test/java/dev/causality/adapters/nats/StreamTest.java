package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.KERNEL;
import static dev.causality.adapters.nats.NatsFixture.NEVER;
import static dev.causality.adapters.nats.NatsFixture.bytes;
import static dev.causality.adapters.nats.NatsFixture.inMillis;
import static dev.causality.adapters.nats.NatsFixture.publish;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.Answer;
import dev.causality.ports.EventStream;
import dev.causality.ports.Header;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import dev.causality.testservers.NatsServer;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Reading and purging a stream, and its limits. */
class StreamTest {

    @AutoClose
    private static final NatsFixture nats = NatsFixture.onNewServer();

    private static final JetStreamManagement management = nats.management();

    @Test
    void c2_a_message_is_read_back_as_it_was_published_with_or_without_direct_access() throws Exception {
        String name = NatsFixture.newName();
        management.addStream(StreamConfiguration.builder()
                .name(name)
                .subjects(name + ".>")
                .discardPolicy(DiscardPolicy.New)
                .allowDirect(false)
                .build());
        EventStream direct = nats.newStream();
        EventStream indirect = nats.streams().open(NatsFixture.spec(name), soon());

        for (EventStream stream : List.of(direct, indirect)) {
            Instant before = Instant.now();
            byte[] body = {0, 1, -1, 13, 10, 0};
            stream.publish(
                    new Publication(
                            stream.name() + ".a",
                            "id",
                            List.of(new Header("X", "a:b "), new Header("X", "c"), new Header("Empty", "")),
                            body),
                    soon(),
                    NEVER);

            StoredMessage message = found(stream.read(1, soon()));

            assertThat(message.sequence()).isEqualTo(1);
            assertThat(message.subject()).isEqualTo(stream.name() + ".a");
            assertThat(message.payload()).isEqualTo(body);
            assertThat(message.time()).isBetween(before.minusMillis(1), Instant.now());
            assertThat(message.headers())
                    .extracting(Header::name)
                    .containsExactlyInAnyOrder("Nats-Msg-Id", "X", "X", "Empty");
            assertThat(message.headers()).contains(new Header("X", "c"), new Header("Nats-Msg-Id", "id"));
            assertThat(stream.readLast(stream.name() + ".a", soon()).toString()).contains("sequence=1");
        }
    }

    @Test
    void what_is_not_there_is_known_not_to_be() {
        EventStream stream = nats.newStream();
        publish(stream, "x");

        assertThat(stream.read(2, soon())).isEqualTo(new Answer.Known<>(Optional.empty()));
        assertThat(stream.readLast(stream.name() + ".none", soon())).isEqualTo(new Answer.Known<>(Optional.empty()));
    }

    @Test
    void the_last_message_of_a_subject_is_the_last() {
        EventStream stream = nats.newStream();
        publish(stream, "one");
        publish(stream, "two");
        stream.publish(new Publication(stream.name() + ".other", "", List.of(), bytes("three")), soon(), NEVER);

        assertThat(found(stream.readLast(stream.name() + ".x", soon())).payload())
                .isEqualTo(bytes("two"));
    }

    @Test
    void a_message_of_a_stream_that_is_gone_is_not_known_to_be_missing() throws Exception {
        EventStream stream = nats.newStream();
        publish(stream, "x");
        management.deleteStream(stream.name());

        assertThat(stream.read(1, soon())).isInstanceOf(Answer.Unavailable.class);
        assertThat(stream.consumerState("any", soon())).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void a4_purging_removes_what_lies_below_and_repeating_it_removes_nothing() {
        EventStream stream = nats.newStream();
        publish(stream, 10);

        assertThat(stream.purgeBelow(8, soon())).isEqualTo(new Answer.Known<>(7L));
        assertThat(stream.purgeBelow(8, soon())).isEqualTo(new Answer.Known<>(0L));
        assertThat(stream.purgeBelow(1, soon())).isEqualTo(new Answer.Known<>(0L));
        assertThat(stream.purgeBelow(0, soon())).isEqualTo(new Answer.Known<>(0L));
        assertThat(stream.purgeBelow(-1, soon())).isEqualTo(new Answer.Known<>(0L));

        StreamState state = state(stream);
        assertThat(state.firstSequence()).isEqualTo(8);
        assertThat(state.lastSequence()).isEqualTo(10);
        assertThat(state.messages()).isEqualTo(3);
    }

    @Test
    void a_streams_state_tells_its_fill_and_when_it_was_created() {
        Instant before = Instant.now();
        EventStream stream = nats.streams().open(NatsFixture.spec(NatsFixture.newName(), 50_000), soon());
        publish(stream, 3);

        StreamState state = state(stream);

        assertThat(state.created()).isBetween(before.minusMillis(1), Instant.now());
        assertThat(state.firstTime()).isBetween(before.minusMillis(1), Instant.now());
        assertThat(state.maxBytes()).isEqualTo(50_000);
        assertThat(state.bytes()).isPositive().isLessThan(50_000);
    }

    @Test
    void a4_a_full_stream_refuses_with_full_and_takes_messages_again_once_there_is_room() {
        EventStream stream = nats.streams().open(NatsFixture.spec(NatsFixture.newName(), 20_000), soon());
        List<PublishOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            outcomes.add(stream.publish(sized(stream, 1_000), soon(), NEVER));
        }

        assertThat(outcomes.getFirst()).isEqualTo(new Confirmed(1, false));
        assertThat(outcomes.getLast())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.FULL));
        assertThat(state(stream).firstSequence()).isEqualTo(1);
        stream.purgeBelow(10, soon());
        assertThat(stream.publish(sized(stream, 1_000), soon(), NEVER)).isInstanceOf(Confirmed.class);
    }

    @Test
    void a4_a_full_account_refuses_with_full() {
        try (NatsServer small =
                        NatsServer.builder().jetStream("max_file_store: 200KB").start();
                NatsFixture fixture = new NatsFixture(small)) {
            EventStream stream = fixture.newStream();
            List<PublishOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                outcomes.add(stream.publish(sized(stream, 1_000), soon(), NEVER));
            }

            assertThat(outcomes.getLast())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.FULL));
        }
    }

    @Test
    void a_message_larger_than_the_stream_takes_is_too_large() throws Exception {
        String name = NatsFixture.newName();
        management.addStream(StreamConfiguration.builder()
                .name(name)
                .subjects(name + ".>")
                .discardPolicy(DiscardPolicy.New)
                .maximumMessageSize(1_000)
                .build());
        EventStream stream = nats.streams().open(NatsFixture.spec(name), soon());

        assertThat(stream.publish(sized(stream, 2_000), soon(), NEVER))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_LARGE));
        assertThat(stream.publish(sized(stream, 500), soon(), NEVER)).isInstanceOf(Confirmed.class);
    }

    @Test
    void an_expectation_that_fails_is_refused_as_other() {
        EventStream stream = nats.newStream();
        publish(stream, "x");

        PublishOutcome outcome = stream.publish(
                new Publication(
                        stream.name() + ".x",
                        "",
                        List.of(new Header("Nats-Expected-Last-Subject-Sequence", "0")),
                        bytes("y")),
                soon(),
                NEVER);

        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.OTHER);
            assertThat(refused.detail()).contains("wrong last sequence");
        });
    }

    @Test
    void a_follower_gives_every_message_old_and_new_in_order() {
        EventStream stream = nats.newStream();
        publish(stream, 2_000);
        try (EventStream.Follower follower = stream.follow()) {
            List<StoredMessage> seen = follow(follower, 2_000);
            KERNEL.start("publisher", () -> publish(stream, 100));
            seen.addAll(follow(follower, 100));

            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i).sequence()).isEqualTo(i + 1);
            }
            assertThat(seen.getFirst().payload()).isEqualTo(bytes("message 0"));
            assertThat(seen.getFirst().subject()).isEqualTo(stream.name() + ".x");
        }
    }

    @Test
    void b7_a_follower_sees_a_new_message_without_delay() {
        EventStream stream = nats.newStream();
        try (EventStream.Follower follower = stream.follow()) {
            assertThat(follower.next(inMillis(200), NEVER)).isEmpty();

            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                publish(stream, "intent " + i);
                assertThat(follower.next(soon(), NEVER)).hasSize(1);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void b7_a_follower_goes_on_without_gap_or_repetition_through_restarts_of_the_server() {
        try (NatsServer own = NatsServer.start();
                NatsFixture fixture = new NatsFixture(own)) {
            EventStream stream = fixture.newStream();
            publish(stream, 700);
            List<StoredMessage> seen = new ArrayList<>();
            try (EventStream.Follower follower = stream.follow()) {
                seen.addAll(follow(follower, 10));
                own.kill();
                seen.addAll(follower.next(inMillis(300), NEVER)); // What had come before the kill.
                own.restart();
                seen.addAll(follow(follower, 700 - seen.size()));
                own.restart();
                KERNEL.start("publisher", () -> fixture.publishWhenConnected(stream, 50));
                seen.addAll(follow(follower, 50));
            }

            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i).sequence()).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void a_follower_begins_with_what_a_purge_has_left() {
        EventStream stream = nats.newStream();
        publish(stream, 10);
        stream.purgeBelow(6, soon());
        try (EventStream.Follower follower = stream.follow()) {
            assertThat(follow(follower, 5)).extracting(StoredMessage::sequence).containsExactly(6L, 7L, 8L, 9L, 10L);
        }
    }

    @Test
    void a_follower_gives_messages_larger_than_its_batches() {
        EventStream stream = nats.newStream();
        for (int i = 0; i < 20; i++) {
            stream.publish(sized(stream, 900_000), soon(), NEVER);
        }
        try (EventStream.Follower follower = stream.follow()) {
            assertThat(follow(follower, 20)).hasSize(20);
        }
    }

    private static List<StoredMessage> follow(EventStream.Follower follower, int atLeast) {
        List<StoredMessage> seen = new ArrayList<>();
        while (seen.size() < atLeast) {
            List<StoredMessage> next = follower.next(inMillis(15_000), NEVER);
            if (next.isEmpty()) {
                throw new AssertionError("only " + seen.size() + " of " + atLeast + " came");
            }
            seen.addAll(next);
        }
        return seen;
    }

    private static Publication sized(EventStream stream, int size) {
        return new Publication(stream.name() + ".x", "", List.of(), new byte[size]);
    }

    private static StoredMessage found(Answer<Optional<StoredMessage>> answer) {
        if (answer instanceof Answer.Known<Optional<StoredMessage>>(var found)) {
            return found.orElseThrow();
        }
        throw new AssertionError("unavailable: " + answer);
    }

    private static StreamState state(EventStream stream) {
        if (stream.state(soon()) instanceof Answer.Known<StreamState>(StreamState state)) {
            return state;
        }
        throw new AssertionError("no state");
    }
}
