package dev.causality.faults.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.plan.Seed;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The simulated kernel keeps the contract under many schedules. */
class SimKernelTest extends KernelContract {

    private static final int SEEDS = 40;

    @Override
    void in(Consumer<Kernel> body) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Runs.in(new Seed(seed), schedule(seed), body::accept);
        }
    }

    private static SchedulerOptions schedule(long seed) {
        SchedulerOptions choosing = SchedulerOptions.PLAIN.choosing(
                seed % 2 == 0 ? SchedulerOptions.Choice.UNIFORM : SchedulerOptions.Choice.PRIORITY,
                0.2 + 0.2 * (double) (seed % 5));
        return seed % 3 == 0 ? choosing.stalling(0.05, Duration.ofMillis(2)) : choosing;
    }

    @Test
    void h1_taking_a_free_lock_may_let_another_task_go_first() {
        TreeSet<String> orders = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Runs.in(new Seed(seed), SchedulerOptions.PLAIN, kernel -> orders.add(order(kernel)));
        }
        assertThat(orders).containsExactly("ab", "ba");
    }

    private static String order(Kernel kernel) {
        Lock lock = kernel.newLock();
        StringBuilder order = new StringBuilder();
        List.of("a", "b").stream()
                .map(name -> kernel.start(name, () -> lock.run(() -> order.append(name))))
                .toList()
                .forEach(task -> task.join(kernel.deadlineIn(Duration.ofSeconds(1))));
        return order.toString();
    }

    @Test
    void an_hour_passes_at_once_when_nobody_has_anything_to_do() {
        Runs.in(new Seed(1), SchedulerOptions.PLAIN, kernel -> {
            long steps = kernel.simulation().steps();
            kernel.sleep(Duration.ofHours(1), Cancellation.NEVER);
            assertThat(kernel.simulation().nanos())
                    .isEqualTo(Duration.ofHours(1).toNanos());
            assertThat(kernel.simulation().steps() - steps).isLessThan(20);
        });
    }

    @Test
    void a_clock_that_drifts_keeps_its_deadlines_on_its_own_time() {
        for (long ppm : List.of(-1000L, -7L, 0L, 13L, 1000L)) {
            Simulation simulation = new Simulation(new Seed(3), SchedulerOptions.PLAIN);
            List<Long> passed = new ArrayList<>();
            simulation.process("drifting", ppm, Duration.ofMinutes(5)).start(kernel -> {
                long before = kernel.nanoTime();
                kernel.sleep(Duration.ofHours(1), Cancellation.NEVER);
                passed.add(kernel.nanoTime() - before);
                passed.add(simulation.nanos());
                simulation.end();
            });
            Runs.toTheEnd(simulation);

            assertThat(passed.getFirst()).isBetween(3_600_000_000_000L, 3_600_000_001_100L);
            assertThat(passed.getLast())
                    .isCloseTo(3_600_000_000_000L - ppm * 3_600_000, org.assertj.core.data.Offset.offset(10_000_000L));
        }
    }

    @Test
    void a_deadline_is_found_on_simulated_time_to_the_nanosecond_however_far_off() {
        var random = new Seed(9).generator();
        for (int i = 0; i < 10_000; i++) {
            SimClock clock =
                    new SimClock(Instant.EPOCH, random.nextInt(1000), random.nextInt(2001) - 1000, Duration.ZERO);
            long nanoTime = 1_000 + (random.nextLong() >>> (4 + random.nextInt(50)));

            long simulated = clock.simulated(nanoTime);

            assertThat(clock.monotonic(simulated)).isGreaterThanOrEqualTo(nanoTime);
            assertThat(clock.monotonic(simulated - 1)).isLessThan(nanoTime);
        }
    }

    @Test
    void a_wall_clock_that_jumps_leaves_the_monotonic_one_alone() {
        Runs.in(new Seed(4), SchedulerOptions.PLAIN, kernel -> {
            var wall = kernel.now();
            long monotonic = kernel.nanoTime();
            kernel.process().jumpClock(Duration.ofHours(-2));

            assertThat(kernel.now()).isEqualTo(wall.minus(Duration.ofHours(2)));
            assertThat(kernel.nanoTime()).isEqualTo(monotonic);
        });
    }
}
