package dev.causality.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CancellationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 3_000;

    private final Kernel kernel = Kernels.jdk();
    private final CancellationSource source = kernel.newCancellation();

    @Test
    void actions_run_once_in_the_order_of_their_registration() {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            source.onCancel(() -> ran.add(number));
        }

        source.cancel();
        source.cancel();

        assertThat(ran).hasSize(20).isSorted();
    }

    @Test
    void an_action_that_was_taken_back_does_not_run() {
        AtomicInteger ran = new AtomicInteger();
        source.onCancel(ran::incrementAndGet).close();

        source.cancel();

        assertThat(ran).hasValue(0);
    }

    @Test
    void an_action_registered_after_the_cancellation_runs_at_once() {
        AtomicInteger ran = new AtomicInteger();
        source.cancel();

        source.onCancel(ran::incrementAndGet).close();

        assertThat(ran).hasValue(1);
    }

    @Test
    void waiting_for_a_cancellation_that_does_not_come_ends_at_the_deadline() {
        assertThat(source.await(kernel.deadlineIn(Duration.ofMillis(5)))).isFalse();
        source.cancel();
        assertThat(source.await(kernel.deadlineIn(Duration.ZERO))).isTrue();
        assertThat(source.isCancelled()).isTrue();
    }

    @Test
    void under_stress_an_action_registered_beside_the_cancellation_runs_exactly_once() {
        AtomicInteger ran = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            CancellationSource raced = kernel.newCancellation();
            Task canceller = kernel.start("canceller", raced::cancel);
            raced.onCancel(ran::incrementAndGet);
            assertThat(raced.await(kernel.deadlineIn(PATIENCE))).isTrue();
            assertThat(canceller.join(kernel.deadlineIn(PATIENCE))).isTrue();
        }

        assertThat(ran).hasValue(ROUNDS);
    }

    @Test
    void under_stress_many_waiters_are_all_woken() {
        List<Task> waiters = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            waiters.add(kernel.start(
                    "waiter", () -> assertThat(source.await(Deadline.NEVER)).isTrue()));
        }

        source.cancel();

        for (Task waiter : waiters) {
            assertThat(waiter.join(kernel.deadlineIn(PATIENCE))).isTrue();
            assertThat(waiter.failure()).isEmpty();
        }
    }
}
