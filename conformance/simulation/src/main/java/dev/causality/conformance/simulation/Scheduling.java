package dev.causality.conformance.simulation;

import dev.causality.faults.sim.SchedulerOptions;
import java.time.Duration;

/** How the scheduler of a run chooses. */
record Scheduling(SchedulerOptions.Choice choice, double switchChance, double stallChance, long longestStallMillis) {

    /** On the way to acting on what one of them was told, two tasks may be held up. */
    private static final int STALLS = 2;

    private static final Duration UNDISTURBED = Duration.ofMillis(10);

    /** How long a process may take to act on what it is told. */
    Duration reaction() {
        return UNDISTURBED.plusMillis(STALLS * longestStallMillis);
    }

    Scheduling withoutStalls() {
        return new Scheduling(choice, switchChance, 0, 0);
    }

    SchedulerOptions options() {
        return SchedulerOptions.PLAIN
                .choosing(choice, switchChance)
                .stalling(stallChance, Duration.ofMillis(longestStallMillis));
    }
}
