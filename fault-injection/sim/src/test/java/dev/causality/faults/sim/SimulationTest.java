package dev.causality.faults.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.faults.plan.Seed;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Lock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Runs end when they should, and say why. */
class SimulationTest {

    private static final long FAR = Duration.ofHours(1).toNanos();

    private final Simulation simulation =
            new Simulation(new Seed(11), SchedulerOptions.PLAIN.withLimits(50_000, 10_000));

    @Test
    void a_deadlock_ends_with_who_waits_for_what_since_when() {
        simulation.process("p").start(kernel -> {
            Lock first = kernel.newLock();
            Lock second = kernel.newLock();
            kernel.start("one", () -> both(kernel, first, second));
            kernel.start("two", () -> both(kernel, second, first));
        });

        Ending ending = simulation.run(FAR);

        assertThat(ending).isInstanceOfSatisfying(Ending.Stuck.class, stuck -> {
            assertThat(stuck.problem()).contains("nobody can go on");
            assertThat(stuck.dump())
                    .contains("at 1.000000 s", "one#2 waits for lock (held by p/two#3) since 1.000000 s, without end")
                    .contains("two#3 waits for lock (held by p/one#2)");
        });
    }

    private static void both(SimKernel kernel, Lock outer, Lock inner) {
        outer.run(() -> {
            kernel.sleep(Duration.ofSeconds(1), Cancellation.NEVER);
            inner.run(() -> {});
        });
    }

    @Test
    void a_loop_that_does_not_wait_ends_the_run() {
        simulation.process("p").start(kernel -> {
            while (true) {
                kernel.point("again");
            }
        });
        assertThat(simulation.run(FAR))
                .isInstanceOfSatisfying(
                        Ending.Stuck.class, stuck -> assertThat(stuck.problem()).contains("time stands still"));
    }

    @Test
    void too_many_steps_end_the_run() {
        simulation.process("p").start(kernel -> {
            while (true) {
                kernel.delay("pause", 1);
            }
        });
        assertThat(simulation.run(FAR))
                .isInstanceOfSatisfying(
                        Ending.Stuck.class, stuck -> assertThat(stuck.problem()).contains("50000 steps"));
    }

    @Test
    void a_wait_outside_the_kernel_is_found() {
        simulation.process("p").start(_ -> LockSupport.park());
        assertThatThrownBy(() -> simulation.run(FAR))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("p/main#1 waits for something outside the simulation");
    }

    @Test
    void a_lock_of_the_jvm_that_another_thread_holds_takes_no_simulated_time() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch held = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().start(() -> {
            lock.lock();
            try {
                held.countDown();
                while (!lock.hasQueuedThreads()) {
                    Thread.onSpinWait();
                }
            } finally {
                lock.unlock();
            }
        });
        held.await();
        List<String> seen = new ArrayList<>();
        simulation.process("p").start(_ -> {
            lock.lock();
            seen.add("locked");
        });
        simulation.process("q").start(_ -> seen.add("other"));
        simulation.run(FAR);
        other.join();

        assertThat(seen).containsExactlyInAnyOrder("locked", "other");
        assertThat(simulation.nanos()).isZero();
    }

    @Test
    void a_run_stops_at_its_time_and_goes_on_later() {
        List<Long> seconds = new ArrayList<>();
        simulation.process("p").start(kernel -> {
            for (long i = 1; i <= 3; i++) {
                kernel.sleep(Duration.ofSeconds(1), Cancellation.NEVER);
                seconds.add(i);
            }
            simulation.end();
        });
        assertThat(simulation.run(Duration.ofMillis(2500).toNanos())).isEqualTo(new Ending.TimeUp());
        assertThat(seconds).containsExactly(1L, 2L);
        assertThat(simulation.nanos()).isEqualTo(2_500_000_000L);
        assertThat(simulation.run(FAR)).isEqualTo(new Ending.Ended());
        assertThat(seconds).hasSize(3);
    }

    @Test
    void what_ended_a_task_by_an_exception_is_told() {
        simulation.process("p").start(_ -> {
            throw new IllegalStateException("as planned");
        });
        simulation.run(FAR);
        assertThat(simulation.failures())
                .singleElement()
                .asString()
                .startsWith("p/main#1: ")
                .contains("as planned");
    }

    @Test
    void a_signal_wakes_its_waiters_in_any_process_and_forgets_those_that_timed_out() {
        Signal signal = simulation.signal("test");
        List<String> seen = new ArrayList<>();
        simulation.process("patient").start(_ -> seen.add("patient " + signal.await("test", FAR)));
        simulation.process("hasty").start(_ -> seen.add("hasty " + signal.await("test", 5)));
        simulation.after(10, "wake", signal::wakeAll);

        simulation.run(FAR);

        assertThat(seen).containsExactly("hasty false", "patient true");
        assertThat(simulation.nanos()).isEqualTo(10);
    }

    @Test
    void a_deadline_that_never_comes_schedules_nothing() {
        simulation.process("p").start(kernel -> {
            Lock lock = kernel.newLock();
            lock.run(() -> lock.newCondition().await(Deadline.NEVER));
        });
        assertThat(simulation.run(FAR)).isInstanceOf(Ending.Stuck.class);
        assertThat(simulation.nanos()).isZero();
    }

    @Test
    void timers_come_in_order_and_those_taken_back_do_not_come() {
        var random = new Seed(5).generator();
        for (int round = 0; round < 50; round++) {
            Timers timers = new Timers();
            List<Timer> all = new ArrayList<>();
            PriorityQueue<Timer> model = new PriorityQueue<>((a, b) -> a.before(b) ? -1 : a == b ? 0 : 1);
            for (int i = 0; i < 300; i++) {
                if (random.nextInt(3) == 0 && !all.isEmpty()) {
                    Timer gone = all.get(random.nextInt(all.size()));
                    gone.cancel();
                    model.remove(gone);
                } else if (random.nextInt(5) == 0 && !model.isEmpty()) {
                    assertThat(timers.poll()).isSameAs(model.poll());
                } else {
                    Timer timer = timers.add(random.nextInt(40), "t", () -> {});
                    all.add(timer);
                    model.add(timer);
                }
            }
            while (!model.isEmpty()) {
                assertThat(timers.earliest()).isEqualTo(model.peek().nanos);
                assertThat(timers.poll()).isSameAs(model.poll());
            }
            assertThat(timers.isEmpty()).isTrue();
        }
    }
}
