package dev.causality.faults.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.kernel.BoundedQueue;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Ids;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import dev.causality.kernel.Randomness;
import dev.causality.kernel.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every kernel promises. */
abstract class KernelContract {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Runs {@code body} in a task of the kernel; what it throws fails the test. */
    abstract void in(Consumer<Kernel> body);

    @Test
    void a_sleep_takes_its_time_on_both_clocks() {
        in(kernel -> {
            long before = kernel.nanoTime();
            var wall = kernel.now();

            boolean slept = kernel.sleep(SHORT, Cancellation.NEVER);

            assertThat(slept).isTrue();
            assertThat(kernel.nanoTime() - before).isGreaterThanOrEqualTo(SHORT.toNanos());
            assertThat(kernel.now()).isAfterOrEqualTo(wall.plus(SHORT.minusMillis(5)));
        });
    }

    @Test
    void a_cancellation_ends_a_sleep() {
        in(kernel -> {
            CancellationSource source = kernel.newCancellation();
            kernel.start("canceller", source::cancel);

            assertThat(kernel.sleep(LONG, source)).isFalse();
            assertThat(source.isCancelled()).isTrue();
        });
    }

    @Test
    void a_task_is_joined_and_tells_how_it_ended() {
        in(kernel -> {
            Task good = kernel.start("good", () -> kernel.sleep(SHORT, Cancellation.NEVER));
            Task bad = kernel.start("bad", () -> {
                throw new IllegalStateException("as planned");
            });

            assertThat(good.join(kernel.deadlineIn(LONG))).isTrue();
            assertThat(bad.join(kernel.deadlineIn(LONG))).isTrue();
            assertThat(good.failure()).isEmpty();
            assertThat(bad.failure()).get().isInstanceOf(IllegalStateException.class);
            assertThat(bad.name()).isEqualTo("bad");
        });
    }

    @Test
    void a_join_gives_up_at_its_deadline() {
        in(kernel -> {
            CancellationSource never = kernel.newCancellation();
            Task task = kernel.start("waiting", () -> never.await(kernel.deadlineIn(LONG)));

            assertThat(task.join(kernel.deadlineIn(SHORT))).isFalse();
            never.cancel();
            assertThat(task.join(kernel.deadlineIn(LONG))).isTrue();
        });
    }

    @Test
    void a_lock_keeps_tasks_apart_and_is_reentrant() {
        in(kernel -> {
            Lock lock = kernel.newLock();
            Lock other = kernel.newLock();
            long[] shared = {0};
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(kernel.start("adder", () -> {
                    for (int j = 0; j < 50; j++) {
                        lock.run(() -> lock.run(() -> {
                            long seen = shared[0];
                            other.run(() -> {});
                            shared[0] = seen + 1;
                        }));
                    }
                }));
            }
            tasks.forEach(task -> task.join(kernel.deadlineIn(LONG)));

            assertThat(shared[0]).isEqualTo(400);
        });
    }

    @Test
    void a_lock_that_is_not_held_cannot_be_released() {
        in(kernel -> {
            Lock lock = kernel.newLock();
            assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
            assertThatThrownBy(() -> lock.newCondition().signalAll()).isInstanceOf(IllegalMonitorStateException.class);
        });
    }

    @Test
    void a_condition_wakes_all_waiters_who_then_hold_the_lock_again() {
        in(kernel -> {
            Lock lock = kernel.newLock();
            Lock.Condition changed = lock.newCondition();
            boolean[] open = {false};
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tasks.add(kernel.start(
                        "waiter",
                        () -> lock.run(() -> {
                            while (!open[0]) {
                                changed.await(Deadline.NEVER);
                            }
                            lock.run(() -> {});
                        })));
            }
            kernel.sleep(SHORT, Cancellation.NEVER);
            lock.run(() -> {
                open[0] = true;
                changed.signalAll();
            });

            assertThat(tasks).allMatch(task -> task.join(kernel.deadlineIn(LONG)));
            assertThat(tasks).allMatch(task -> task.failure().isEmpty());
        });
    }

    @Test
    void a_condition_says_that_its_deadline_has_passed() {
        in(kernel -> {
            Lock lock = kernel.newLock();
            Lock.Condition never = lock.newCondition();
            Deadline deadline = kernel.deadlineIn(SHORT);

            boolean before = lock.get(() -> {
                boolean more = true;
                while (more) {
                    more = never.await(deadline);
                }
                return more;
            });

            assertThat(before).isFalse();
            assertThat(deadline.passed(kernel)).isTrue();
        });
    }

    @Test
    void a_queue_is_first_in_first_out_and_holds_back_its_producer() {
        in(kernel -> {
            BoundedQueue<Integer> queue = kernel.newQueue(2);
            Task producer = kernel.start("producer", () -> {
                for (int i = 0; i < 20; i++) {
                    queue.put(i, Deadline.NEVER, Cancellation.NEVER);
                }
            });
            List<Integer> taken = new ArrayList<>();
            while (taken.size() < 20) {
                queue.poll(kernel.deadlineIn(LONG), Cancellation.NEVER).ifPresent(taken::add);
                assertThat(queue.size()).isLessThanOrEqualTo(2);
            }

            assertThat(producer.join(kernel.deadlineIn(LONG))).isTrue();
            assertThat(taken).isSorted().hasSize(20);
            assertThat(queue.poll(kernel.deadlineIn(SHORT), Cancellation.NEVER)).isEmpty();
        });
    }

    @Test
    void streams_of_random_numbers_differ_and_stay_within_their_bounds() {
        in(kernel -> {
            Randomness first = kernel.random("ids");
            Randomness second = kernel.random("ids");
            TreeSet<Integer> seen = new TreeSet<>();
            for (int i = 0; i < 200; i++) {
                assertThat(first.nextDouble()).isBetween(0.0, Math.nextDown(1.0));
                seen.add(second.nextInt(5));
            }
            assertThat(seen).containsExactly(0, 1, 2, 3, 4);
            assertThat(first.nextLong()).isNotEqualTo(second.nextLong());
            assertThat(new Ids(kernel).next()).isNotEqualTo(new Ids(kernel).next());
            assertThat(kernel.secret(32)).hasSize(32).isNotEqualTo(kernel.secret(32));
        });
    }
}
