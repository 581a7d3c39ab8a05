package dev.causality.deadletters;

import static dev.causality.deadletters.World.exhaust;
import static dev.causality.deadletters.World.fetch;
import static dev.causality.deadletters.World.known;
import static dev.causality.deadletters.World.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.kernel.Cancellation;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server's ack floor does around an exhausted message, and what makes up for it. */
final class GivenUpTest {

    private final World world = World.start();
    private final World.Instance instance = world.instance();
    private final EventConsumer worker = instance.worker();
    private final GivenUp givenUp = new GivenUp(instance.advisories, instance.origin);

    @AfterEach
    void stop() {
        givenUp.close();
        world.close();
    }

    @Test
    void a4_the_floor_passes_a_message_that_nobody_has_buried_yet_so_the_net_says_wait() {
        instance.publish("poison");
        exhaust(worker, 1);
        instance.publish("healthy");
        fetch(worker, 1).forEach(delivery -> worker.ack(delivery.receipt()));
        await().until(() -> instance.workerState().ackFloor() == 2 && instance.advised() == 1);

        assertThat(dealtWith()).isEmpty();

        instance.capture((_, _, _) -> Settlement.UNKNOWN_NOW);
        await().until(() -> instance.captureExists());
        assertThat(dealtWith()).isEmpty();
    }

    @Test
    void a4_on_a_busy_consumer_an_exhausted_message_holds_the_floor_and_the_net_knows_it() {
        instance.publish("poison");
        exhaust(worker, 1);
        instance.publish("held");
        instance.publish("done");
        List<Delivery> busy = fetch(worker, 2);
        worker.ack(busy.getLast().receipt());
        instance.capture(Settler.NOTHING_IS_STORED);
        await().until(() -> instance.advised() == 1 && instance.captured());

        assertThat(instance.workerState().ackFloor()).isZero();
        assertThat(dealtWith())
                .hasValueSatisfying(exhausted -> assertThat(exhausted)
                        .containsOnlyKeys(1L)
                        .hasEntrySatisfying(
                                1L,
                                time -> assertThat(time)
                                        .isAfter(instance.workerState().created())
                                        .isBefore(Instant.now().plusSeconds(60))));
        worker.inProgress(busy.getFirst().receipt());
    }

    @Test
    void a4_on_a_quiet_consumer_nothing_is_pending_although_the_floor_may_stay_behind() {
        instance.publish("poison");
        exhaust(worker, 1);

        ConsumerState state = instance.workerState();

        assertThat(state.ackPending()).isZero();
        assertThat(state.deliveredSequence()).isEqualTo(1);
    }

    @Test
    void a4_a_message_that_waits_for_its_next_delivery_is_pending() {
        instance.publish("tried");
        worker.nak(fetch(worker, 1).getFirst().receipt(), Duration.ZERO);
        await().until(() -> instance.workerState().redelivered() >= 0);

        assertThat(instance.workerState().ackPending()).isEqualTo(1);
    }

    @Test
    void a4_what_somebody_terminated_is_waited_for_but_is_no_hindrance() {
        instance.publish("unwanted");
        worker.terminate(fetch(worker, 1).getFirst().receipt(), "");
        await().until(() -> instance.advised() == 1);
        assertThat(dealtWith()).isEmpty();

        instance.capture(Settler.NOTHING_IS_STORED);
        await().until(() -> instance.captured());

        assertThat(dealtWith())
                .hasValueSatisfying(exhausted -> assertThat(exhausted).isEmpty());
    }

    @Test
    void a4_with_a_capture_and_nothing_given_up_there_is_nothing_to_wait_for() {
        instance.capture(Settler.NOTHING_IS_STORED);
        await().until(() -> instance.captureExists());

        assertThat(dealtWith())
                .hasValueSatisfying(exhausted -> assertThat(exhausted).isEmpty());
    }

    @Test
    void a4_advisories_about_an_earlier_stream_of_that_name_do_not_count() throws Exception {
        instance.publish("old");
        exhaust(worker, 1);
        await().until(() -> instance.advised() == 1);
        world.admin().jetStreamManagement().deleteStream("CAUSALITY_EVENTS");
        World.Instance next = world.instance();
        next.worker();
        next.capture(Settler.NOTHING_IS_STORED);
        await().until(next::captured);

        try (GivenUp fresh = new GivenUp(next.advisories, next.origin)) {
            assertThat(known(() -> fresh.dealtWith(1, soon(), Cancellation.NEVER)))
                    .hasValueSatisfying(exhausted -> assertThat(exhausted).isEmpty());
        }
    }

    @Test
    void a4_what_is_gone_from_the_stream_is_forgotten() {
        instance.publish("poison");
        exhaust(worker, 1);
        instance.capture(Settler.NOTHING_IS_STORED);
        await().until(() -> instance.advised() == 1 && instance.captured());
        assertThat(dealtWith().orElseThrow()).containsOnlyKeys(1L);

        assertThat(dealtWith(2).orElseThrow()).isEmpty();
        assertThat(dealtWith(1).orElseThrow()).isEmpty();
    }

    private Optional<SortedMap<Long, Instant>> dealtWith() {
        return dealtWith(1);
    }

    private Optional<SortedMap<Long, Instant>> dealtWith(long first) {
        return known(() -> givenUp.dealtWith(first, soon(), Cancellation.NEVER));
    }
}
