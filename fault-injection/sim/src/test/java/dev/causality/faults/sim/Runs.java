package dev.causality.faults.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.plan.Seed;
import java.time.Duration;
import java.util.function.Consumer;

/** Runs simulations for tests. */
final class Runs {

    private static final long FAR = Duration.ofDays(365).toNanos();

    private Runs() {}

    /** Runs {@code body} as the first task of a process; what it throws fails the test. */
    static void in(Seed seed, SchedulerOptions schedule, Consumer<SimKernel> body) {
        Simulation simulation = new Simulation(seed, schedule);
        boolean[] done = {false};
        simulation.process("p").start(kernel -> {
            body.accept(kernel);
            done[0] = true;
            simulation.end();
        });
        Ending ending = simulation.run(FAR);
        assertThat(simulation.failures().stream().filter(failure -> failure.startsWith("p/main")))
                .isEmpty();
        assertThat(done[0]).as("%s", ending).isTrue();
    }

    static void toTheEnd(Simulation simulation) {
        Ending ending = simulation.run(FAR);
        assertThat(simulation.failures()).isEmpty();
        assertThat(ending).isEqualTo(new Ending.Ended());
    }
}
