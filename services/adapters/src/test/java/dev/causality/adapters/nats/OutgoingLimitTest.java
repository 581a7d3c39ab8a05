package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.KERNEL;
import static dev.causality.adapters.nats.NatsFixture.NEVER;
import static dev.causality.adapters.nats.NatsFixture.inMillis;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutgoingLimitTest {

    private static final int UNIT = OutgoingLimit.UNIT_BYTES;

    @Test
    void a_message_takes_a_unit_at_least_and_never_more_than_there_are() {
        OutgoingLimit limit = new OutgoingLimit(KERNEL, 10L * UNIT);

        assertThat(limit.units(0)).isEqualTo(1);
        assertThat(limit.units(UNIT)).isEqualTo(2);
        assertThat(limit.units(1_000L * UNIT)).isEqualTo(10);
    }

    @Test
    void it_gives_what_is_free_up_to_what_is_wanted() {
        OutgoingLimit limit = new OutgoingLimit(KERNEL, 10L * UNIT);

        assertThat(limit.take(1, 4, soon(), NEVER)).isEqualTo(4);
        assertThat(limit.take(1, 100, soon(), NEVER)).isEqualTo(6);
        assertThat(limit.take(1, 1, inMillis(50), NEVER)).isZero();
    }

    @Test
    void a7_who_waits_gets_what_others_give_back() {
        OutgoingLimit limit = new OutgoingLimit(KERNEL, 10L * UNIT);
        limit.take(10, 10, soon(), NEVER);
        AtomicInteger taken = new AtomicInteger();
        Task waiter = KERNEL.start("waiter", () -> taken.set(limit.take(5, 5, soon(), NEVER)));

        limit.give(3);
        assertThat(waiter.join(inMillis(200))).isFalse();
        limit.give(2);

        assertThat(waiter.join(soon())).isTrue();
        assertThat(taken).hasValue(5);
    }

    @Test
    void a_cancellation_ends_the_wait() {
        OutgoingLimit limit = new OutgoingLimit(KERNEL, 10L * UNIT);
        limit.take(10, 10, soon(), NEVER);
        CancellationSource cancellation = KERNEL.newCancellation();
        NatsFixture.cancelAfter(Duration.ofMillis(100), cancellation);

        assertThat(limit.take(1, 1, soon(), cancellation)).isZero();
    }

    @Test
    void b10_many_tasks_together_never_have_more_than_there_is() {
        OutgoingLimit limit = new OutgoingLimit(KERNEL, 10L * UNIT);
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Task> tasks = new ArrayList<>();
        for (int t = 0; t < 50; t++) {
            int want = 1 + t % 7;
            tasks.add(KERNEL.start("task-" + t, () -> {
                for (int i = 0; i < 200; i++) {
                    int taken = limit.take(want, want, soon(), NEVER);
                    most.accumulateAndGet(held.addAndGet(taken), Math::max);
                    held.addAndGet(-taken);
                    limit.give(taken);
                }
            }));
        }

        assertThat(tasks).allSatisfy(task -> assertThat(task.join(soon())).isTrue());
        assertThat(most.get()).isBetween(1, 10);
        assertThat(limit.take(10, 10, soon(), NEVER)).isEqualTo(10);
    }
}
