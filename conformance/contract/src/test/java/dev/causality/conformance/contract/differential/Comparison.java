package dev.causality.conformance.contract.differential;

/** What came of playing a script on both sides. */
public sealed interface Comparison {

    /** How many steps were compared and found equal. */
    int steps();

    /** All of it was compared. */
    record Same(int steps) implements Comparison {}

    /** The script itself goes on to where the order of two things is nobody's to tell: their moments coincide. */
    record Undecided(int steps) implements Comparison {}

    /** The run's own measurements do not prove that it kept the order; it is discarded from there on. */
    record Disturbed(int steps, String why) implements Comparison {}

    /**
     * They differ, in a run that kept the order.
     *
     * @param steps the equal ones before
     * @param story what the real server did, step by step, and what the simulation did at the last
     */
    record Different(int steps, String story) implements Comparison {}
}
