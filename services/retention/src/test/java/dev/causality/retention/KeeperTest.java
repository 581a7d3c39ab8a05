package dev.causality.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.deadletters.GivenUp;
import dev.causality.deadletters.Origin;
import dev.causality.deadletters.Settlement;
import dev.causality.deadletters.Settler;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.retention.KeeperStatus.Condition;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The keeper on a real server, with a stream that a few hundred events fill. */
final class KeeperTest {

    private final KeptStream kept = new KeptStream(Duration.ofSeconds(2));

    @AfterEach
    void stop() {
        kept.close();
    }

    @Test
    void a4_a_full_stream_of_finished_events_makes_room_and_accepts_again() {
        EventConsumer sink = kept.consumer(KeptStream.SINK, -1);
        kept.fill();
        KeptStream.ack(sink, kept.published());

        kept.keeper(KeptStream.LONG, KeptStream.SINK);

        await().until(() -> kept.publish() instanceof Confirmed);
        await().until(() -> kept.state().bytes() < 0.65 * KeptStream.MAX_BYTES);
        await().untilAsserted(() ->
                assertThat(kept.metrics()).containsPattern("keeper_purged_messages_total(\\{[^}]*\\})? [1-9]"));
    }

    @Test
    void a4_a_full_stream_of_unfinished_events_goes_on_refusing_and_loses_none() {
        EventConsumer sink = kept.consumer(KeptStream.SINK, -1);
        kept.fill();
        KeptStream.ack(sink, 40);

        Keeper keeper = kept.keeper(KeptStream.LONG, KeptStream.SINK);

        await().until(() -> kept.state().firstSequence() == 41);
        await().until(() -> kept.publish() instanceof Confirmed);
        kept.fill();
        await().until(() -> keeper.status().condition() == Condition.CROWDED);
        assertThat(kept.publish())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.FULL));
        assertThat(KeptStream.fetch(sink, kept.published() - 40))
                .extracting(Delivery::sequence)
                .doesNotHaveDuplicates()
                .hasSize(kept.published() - 40);
    }

    @Test
    void a4_a_required_consumer_that_does_not_exist_yet_blocks_all_purging() {
        EventConsumer sink = kept.consumer(KeptStream.SINK, -1);
        kept.fill();
        KeptStream.ack(sink, kept.published());
        Keeper keeper = kept.keeper(KeptStream.LONG, KeptStream.SINK, "analysis-engine");
        await().until(() -> keeper.status().blocked());
        assertThat(kept.metrics()).containsPattern("keeper_purge_blocked(\\{[^}]*\\})? 1");
        assertThat(keeper.status().detail()).contains("analysis-engine");
        assertThat(kept.state().messages()).isEqualTo(kept.published());

        EventConsumer engine = kept.consumer("analysis-engine", -1);
        await().until(() -> keeper.status().condition() == Condition.CROWDED);
        assertThat(kept.state().messages()).isEqualTo(kept.published());
        KeptStream.ack(engine, kept.published());

        await().until(() -> kept.publish() instanceof Confirmed);
    }

    @Test
    void a4_finished_events_go_at_the_maximum_age_although_there_is_room() {
        EventConsumer sink = kept.consumer(KeptStream.SINK, -1);
        for (int i = 0; i < 20; i++) {
            kept.publish();
        }
        KeptStream.ack(sink, 20);

        kept.keeper(Duration.ofSeconds(3), KeptStream.SINK);

        assertThat(kept.state().messages()).isEqualTo(20);
        await().until(() -> kept.state().messages() == 0);
    }

    @Test
    void a4_an_unfinished_event_beyond_the_maximum_age_is_shown_and_kept() {
        EventConsumer sink = kept.consumer(KeptStream.SINK, -1);
        for (int i = 0; i < 20; i++) {
            kept.publish();
        }
        KeptStream.ack(sink, 5);

        Keeper keeper = kept.keeper(Duration.ofSeconds(2), KeptStream.SINK);

        await().until(() -> keeper.status().condition() == Condition.OVERDUE);
        assertThat(keeper.status().overdue()).isEqualTo(15);
        assertThat(kept.metrics())
                .containsPattern("keeper_unfinished_messages(\\{[^}]*\\})? 15")
                .containsPattern("keeper_oldest_unfinished_age_seconds(\\{[^}]*\\})? [2-9]");
        assertThat(kept.state().firstSequence()).isEqualTo(6);
        KeptStream.ack(sink, 15);
        await().until(() -> keeper.status().condition() == Condition.KEEPING);
        await().until(() -> kept.state().messages() == 0);
    }

    @Test
    void a4_an_exhausted_event_stays_until_it_is_buried_and_then_no_longer_holds_a_full_stream() {
        EventStream advisories = kept.advisories();
        EventConsumer sink = kept.consumer(KeptStream.SINK, 1);
        kept.fill();
        List<Delivery> deliveries = KeptStream.fetch(sink, kept.published());
        deliveries.stream().skip(1).forEach(delivery -> sink.ack(delivery.receipt()));
        sink.nak(deliveries.getFirst().receipt(), Duration.ZERO);
        KeptStream.fetchSome(sink);
        await().until(() ->
                KeptStream.known(() -> advisories.state(KeptStream.soon())).messages() == 1);
        Origin origin = new Origin("EVENTS", kept.state().created(), KeptStream.SINK);
        AtomicBoolean decided = new AtomicBoolean();
        kept.capture(origin, advisories, (_, _, _) -> decided.get() ? Settlement.NOT_STORED : Settlement.UNKNOWN_NOW);
        GivenUp givenUp = new GivenUp(advisories, origin);
        TreeMap<String, SafetyNet> nets = new TreeMap<>();
        nets.put(KeptStream.SINK, givenUp::dealtWith);

        Keeper keeper = kept.keeper(KeptStream.LONG, Duration.ZERO, nets, KeptStream.SINK);
        await().until(() -> keeper.status().condition() == Condition.WAITING);
        assertThat(kept.state().firstSequence()).isEqualTo(1);
        decided.set(true);

        await().until(() -> kept.publish() instanceof Confirmed);
        await().until(() -> keeper.status().condition() == Condition.KEEPING);
    }

    @Test
    void a4_an_exhausted_event_below_pending_ones_does_not_hold_a_full_stream() {
        EventStream advisories = kept.advisories();
        EventConsumer sink = kept.consumer(KeptStream.SINK, 1);
        kept.fill();
        List<Delivery> deliveries = KeptStream.fetch(sink, kept.published());
        int pending = kept.published() - 10;
        deliveries.stream().skip(1).limit(pending - 1).forEach(delivery -> sink.ack(delivery.receipt()));
        sink.nak(deliveries.getFirst().receipt(), Duration.ZERO);
        KeptStream.fetchSome(sink);
        await().until(() ->
                KeptStream.known(() -> advisories.state(KeptStream.soon())).messages() == 1);
        assertThat(KeptStream.known(() -> kept.events.consumerState(KeptStream.SINK, KeptStream.soon()))
                        .orElseThrow()
                        .ackFloor())
                .isZero();
        Origin origin = new Origin("EVENTS", kept.state().created(), KeptStream.SINK);
        kept.capture(origin, advisories, Settler.NOTHING_IS_STORED);
        GivenUp givenUp = new GivenUp(advisories, origin);
        TreeMap<String, SafetyNet> nets = new TreeMap<>();
        nets.put(KeptStream.SINK, givenUp::dealtWith);

        kept.keeper(KeptStream.LONG, Duration.ZERO, nets, KeptStream.SINK);

        await().until(() -> kept.state().firstSequence() > 1);
        assertThat(kept.state().lastSequence() - kept.state().firstSequence()).isGreaterThanOrEqualTo(9);
    }

    @Test
    void a4_many_keepers_do_no_more_than_one() {
        EventConsumer sink = kept.consumer(KeptStream.SINK, -1);
        kept.fill();
        KeptStream.ack(sink, kept.published() - 30);
        List<Keeper> keepers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            keepers.add(kept.keeper(KeptStream.LONG, KeptStream.SINK));
        }

        await().until(() -> kept.publish() instanceof Confirmed);

        assertThat(keepers).allMatch(keeper -> keeper.failure().isEmpty());
        assertThat(KeptStream.fetch(sink, 31)).extracting(Delivery::sequence).hasSize(31);
    }

    @Test
    void a_keeper_under_which_the_stream_is_made_again_stops_with_the_reason() throws Exception {
        kept.consumer(KeptStream.SINK, -1);
        Keeper keeper = kept.keeper(KeptStream.LONG, KeptStream.SINK);
        try (Connection admin = Nats.connect(kept.server.url())) {
            admin.jetStreamManagement().deleteStream("EVENTS");
        }

        kept.open();

        await().until(() -> keeper.failure().isPresent());
        assertThat(keeper.failure().orElseThrow()).contains("made again");
    }

    @Test
    void a_keeper_outlives_its_server() {
        EventConsumer sink = kept.consumer(KeptStream.SINK, -1);
        kept.fill();
        KeptStream.ack(sink, kept.published());
        Keeper keeper = kept.keeper(KeptStream.LONG, KeptStream.SINK);
        // Stopped, not killed: a killed server may have forgotten the acknowledgements, and then nothing may go.
        kept.server.stop();
        await().atMost(Duration.ofMinutes(1)).until(() -> keeper.status().condition() == Condition.UNREACHABLE);

        kept.server.restart();

        await().atMost(Duration.ofMinutes(1)).until(() -> kept.publish() instanceof Confirmed);
        assertThat(keeper.failure()).isEmpty();
    }
}
