package dev.causality.conformance.simulation;

import dev.causality.faults.sim.SchedulerOptions;
import java.time.Duration;

/** How the scheduler of a run chooses. */
record Scheduling(SchedulerOptions.Choice choice, double switchChance, double stallChance, long longestStallMillis) {

    Scheduling withoutStalls() {
        return new Scheduling(choice, switchChance, 0, 0);
    }

    SchedulerOptions options() {
        return SchedulerOptions.PLAIN
                .choosing(choice, switchChance)
                .stalling(stallChance, Duration.ofMillis(longestStallMillis));
    }
}
