package dev.causality.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class JdkKernelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Kernel kernel = Kernels.jdk();

    @Test
    void a_sleep_lasts_its_whole_duration() {
        long start = kernel.nanoTime();

        boolean whole = kernel.sleep(Duration.ofMillis(20), kernel.newCancellation());

        assertThat(whole).isTrue();
        assertThat(kernel.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
    }

    @Test
    void a_sleep_that_nothing_can_cancel_ends_too() {
        assertThat(kernel.sleep(Duration.ofMillis(1), Cancellation.NEVER)).isTrue();
    }

    @Test
    void a_cancellation_ends_a_sleep() {
        CancellationSource source = kernel.newCancellation();
        AtomicReference<Boolean> whole = new AtomicReference<>();
        Task sleeper = kernel.start("sleeper", () -> whole.set(kernel.sleep(Duration.ofDays(1), source)));

        source.cancel();

        assertThat(sleeper.join(kernel.deadlineIn(PATIENCE))).isTrue();
        assertThat(whole).hasValue(false);
    }

    @Test
    void an_interrupt_does_not_end_a_wait() throws InterruptedException {
        CancellationSource source = kernel.newCancellation();
        CountDownLatch ended = new CountDownLatch(1);
        Thread waiter = Thread.ofVirtual().start(() -> {
            source.await(Deadline.NEVER);
            ended.countDown();
        });

        waiter.interrupt();
        boolean early = ended.await(50, java.util.concurrent.TimeUnit.MILLISECONDS);
        source.cancel();

        assertThat(early).isFalse();
        assertThat(waiter.join(PATIENCE)).isTrue();
    }

    @Test
    void a_task_that_throws_keeps_what_ended_it() {
        IllegalStateException problem = new IllegalStateException("broken");
        Task task = kernel.start("broken", () -> {
            throw problem;
        });

        assertThat(task.join(kernel.deadlineIn(PATIENCE))).isTrue();
        assertThat(task.failure()).containsSame(problem);
        assertThat(task.name()).isEqualTo("broken");
    }

    @Test
    void a_task_that_ends_by_an_error_keeps_that_too() {
        Task task = kernel.start("broken", () -> {
            throw new StackOverflowError();
        });

        assertThat(task.join(kernel.deadlineIn(PATIENCE))).isTrue();
        assertThat(task.failure()).containsInstanceOf(StackOverflowError.class);
    }

    @Test
    void joining_a_task_that_goes_on_ends_at_the_deadline() {
        CancellationSource source = kernel.newCancellation();
        Task task = kernel.start("waiter", () -> source.await(Deadline.NEVER));

        assertThat(task.join(kernel.deadlineIn(Duration.ofMillis(10)))).isFalse();
        assertThat(task.failure()).isEmpty();

        source.cancel();
        assertThat(task.join(kernel.deadlineIn(PATIENCE))).isTrue();
        assertThat(task.failure()).isEmpty();
    }

    @Test
    void a_lock_is_reentrant_and_excludes_others() {
        Lock lock = kernel.newLock();
        int[] counter = {0};
        List<Task> tasks = Stream.generate(() -> kernel.start("counter", () -> {
                    for (int i = 0; i < 10_000; i++) {
                        lock.run(() -> lock.run(() -> counter[0]++));
                    }
                }))
                .limit(4)
                .toList();

        tasks.forEach(task -> assertThat(task.join(kernel.deadlineIn(PATIENCE))).isTrue());

        assertThat(counter[0]).isEqualTo(40_000);
    }

    @Test
    void a_deadline_too_far_to_count_is_never() {
        assertThat(kernel.deadlineIn(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Deadline.NEVER);
        assertThat(Deadline.NEVER.passed(kernel)).isFalse();
        assertThat(kernel.deadlineIn(Duration.ofSeconds(-1)).passed(kernel)).isTrue();
        assertThat(kernel.deadlineIn(Duration.ofSeconds(-1)).remaining(kernel)).isZero();
    }

    @Test
    void secrets_and_random_numbers_do_not_repeat() {
        assertThat(kernel.secret(32)).hasSize(32).isNotEqualTo(kernel.secret(32));
        Randomness random = kernel.random("test");
        assertThat(Stream.generate(random::nextLong).limit(1_000)).doesNotHaveDuplicates();
        assertThat(Stream.generate(() -> random.nextInt(3)).limit(1_000))
                .contains(0, 1, 2)
                .allMatch(n -> n < 3);
        assertThat(Stream.generate(random::nextDouble).limit(1_000)).allMatch(x -> x >= 0 && x < 1);
    }
}
