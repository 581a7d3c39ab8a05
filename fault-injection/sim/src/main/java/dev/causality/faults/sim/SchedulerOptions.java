package dev.causality.faults.sim;

import java.time.Duration;

/**
 * How a scheduler chooses, and when it gives up.
 *
 * @param choice how the next task is chosen
 * @param switchChance how likely a scheduling point lets another task go on, from 0 to 1
 * @param stallChance how likely a scheduling point holds its task up, as a busy processor would
 * @param longestStall the longest that a task is held up, in simulated time
 * @param maxSteps scheduling points and switches in a run; more of them is a failure
 * @param maxStepsAtOnce the same while simulated time stands still: more of them is a loop that does not wait
 */
public record SchedulerOptions(
        Choice choice,
        double switchChance,
        double stallChance,
        Duration longestStall,
        long maxSteps,
        long maxStepsAtOnce) {

    private static final long MAX_STEPS = 50_000_000;
    private static final long MAX_STEPS_AT_ONCE = 1_000_000;

    /** How the next task is chosen among those that can go on. */
    public enum Choice {
        /** Any of them, each as likely. */
        UNIFORM,

        /**
         * By priorities drawn for each task and now and then anew (after Burckhardt et al., "A Randomized Scheduler with
         * Probabilistic Guarantees of Finding Bugs", ASPLOS 2010): lets one task fall far behind the others.
         */
        PRIORITY
    }

    /** Every scheduling point may switch, none stalls. */
    public static final SchedulerOptions PLAIN =
            new SchedulerOptions(Choice.UNIFORM, 0.5, 0, Duration.ZERO, MAX_STEPS, MAX_STEPS_AT_ONCE);

    /** The same with other bounds. */
    public SchedulerOptions withLimits(long steps, long stepsAtOnce) {
        return new SchedulerOptions(choice, switchChance, stallChance, longestStall, steps, stepsAtOnce);
    }

    /** The same with another way to choose. */
    public SchedulerOptions choosing(Choice newChoice, double newSwitchChance) {
        return new SchedulerOptions(newChoice, newSwitchChance, stallChance, longestStall, maxSteps, maxStepsAtOnce);
    }

    /** The same with tasks held up now and then. */
    public SchedulerOptions stalling(double chance, Duration longest) {
        return new SchedulerOptions(choice, switchChance, chance, longest, maxSteps, maxStepsAtOnce);
    }
}
