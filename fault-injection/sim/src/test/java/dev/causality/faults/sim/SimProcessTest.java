package dev.causality.faults.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.plan.Seed;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Kernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processes end, pause and start again. */
class SimProcessTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long FAR = Duration.ofHours(1).toNanos();

    private final Simulation simulation = new Simulation(new Seed(7), SchedulerOptions.PLAIN);
    private final List<String> seen = new ArrayList<>();

    @Test
    void tasks_of_a_crashed_process_never_run_again_and_run_no_finally() {
        SimProcess process = simulation.process("p");
        process.start(kernel -> {
            kernel.start("other", () -> tick(kernel, "other"));
            tick(kernel, "main");
        });
        simulation.after(SECOND.multipliedBy(3).plusMillis(500).toNanos(), "crash", process::crash);

        Ending ending = simulation.run(FAR);

        assertThat(ending)
                .isInstanceOfSatisfying(
                        Ending.Stuck.class, stuck -> assertThat(stuck.dump()).contains("p does not run"));
        assertThat(seen).hasSize(6).doesNotContain("finally").contains("main", "other");
        assertThat(process.running()).isFalse();
    }

    private void tick(Kernel kernel, String name) {
        try {
            while (true) {
                kernel.sleep(SECOND, Cancellation.NEVER);
                seen.add(name);
            }
        } finally {
            seen.add("finally");
        }
    }

    @Test
    void a_crash_closes_what_the_process_held_outside_and_only_once() {
        SimProcess process = simulation.process("p");
        SimKernel kernel = process.start(started -> started.sleep(SECOND, Cancellation.NEVER));
        kernel.atEnd(() -> seen.add("closed"));

        process.crash();
        process.crash();

        assertThat(seen).containsExactly("closed");
        assertThat(kernel.alive()).isFalse();
    }

    @Test
    void a_process_that_is_started_again_has_new_tasks_and_other_random_numbers_and_the_same_clock() {
        SimProcess process = simulation.process("p", 0, Duration.ofMinutes(1));
        List<Long> numbers = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            process.start(kernel -> {
                numbers.add(kernel.random("x").nextLong());
                times.add(kernel.nanoTime());
            });
            simulation.run(FAR);
            process.crash();
        }
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(times.getFirst()).isEqualTo(times.getLast());
        assertThat(process.starts()).isEqualTo(2);
    }

    @Test
    void a_paused_process_stands_still_while_the_world_and_its_clock_go_on() {
        SimProcess process = simulation.process("p");
        List<Long> times = new ArrayList<>();
        process.start(kernel -> {
            long start = kernel.nanoTime();
            for (int i = 0; i < 3; i++) {
                kernel.sleep(SECOND, Cancellation.NEVER);
                times.add((kernel.nanoTime() - start) / SECOND.toNanos());
            }
        });
        simulation.after(SECOND.toNanos() * 3 / 2, "pause", process::pause);
        simulation.after(SECOND.toNanos() * 10, "resume", process::resume);

        simulation.run(FAR);

        assertThat(times).containsExactly(1L, 10L, 11L);
    }

    @Test
    void clocks_that_begin_to_drift_go_on_from_where_they_are_and_move_what_is_waited_for() {
        SimProcess process = simulation.process("p");
        List<Long> wokenMillis = new ArrayList<>();
        List<Long> clockMillis = new ArrayList<>();
        process.start(kernel -> {
            long start = kernel.nanoTime();
            long wall = kernel.now().toEpochMilli();
            for (int i = 0; i < 3; i++) {
                kernel.sleep(Duration.ofSeconds(10), Cancellation.NEVER);
                wokenMillis.add(simulation.nanos() / 1_000_000);
                clockMillis.add((kernel.nanoTime() - start) / 1_000_000);
                assertThat(kernel.now().toEpochMilli() - wall).isEqualTo(clockMillis.getLast());
            }
        });
        simulation.after(SECOND.toNanos() * 5, "fast", () -> process.driftClock(250_000));
        simulation.after(SECOND.toNanos() * 13, "exact", () -> process.driftClock(0));

        simulation.run(FAR);

        // 5 s of its own until 5 s, then 1.25 s to a second: 10 s at 9 s, 15 s at 13 s.
        assertThat(wokenMillis).containsExactly(9_000L, 18_000L, 28_000L);
        assertThat(clockMillis).containsExactly(10_000L, 20_000L, 30_000L);
    }

    @Test
    void a_crash_while_paused_is_final() {
        SimProcess process = simulation.process("p");
        process.start(kernel -> tick(kernel, "p"));
        simulation.after(SECOND.toNanos() * 3 / 2, "pause", process::pause);
        simulation.after(SECOND.toNanos() * 5 / 2, "crash", process::crash);
        simulation.after(SECOND.toNanos() * 7 / 2, "resume", process::resume);

        simulation.run(FAR);

        assertThat(seen).containsExactly("p");
    }

    @Test
    void each_scheduling_point_can_be_the_last_one() {
        long points = pointsOf(-1);
        List<Integer> lengths = new ArrayList<>();
        for (long point = 1; point <= points; point++) {
            seen.clear();
            pointsOf(point);
            lengths.add(seen.size());
        }
        assertThat(points).isGreaterThan(10);
        assertThat(lengths).isSorted().contains(0, 1, 2, 3, 4);
    }

    /** Runs effects that end by a crash at {@code crashAt}. */
    private long pointsOf(long crashAt) {
        Simulation own = new Simulation(new Seed(1), SchedulerOptions.PLAIN);
        SimProcess process = own.process("p");
        List<String> crashes = new ArrayList<>();
        process.crashAt(crashAt, () -> crashes.add("crash"));
        process.start(kernel -> {
            for (int i = 0; i < 5; i++) {
                kernel.call("effect", () -> seen.add("done"));
                kernel.delay("latency", SECOND.toNanos());
            }
        });
        own.run(FAR);
        assertThat(crashes).hasSize(crashAt > 0 ? 1 : 0);
        return process.points();
    }
}
