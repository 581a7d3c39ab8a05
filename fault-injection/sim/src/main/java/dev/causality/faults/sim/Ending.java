package dev.causality.faults.sim;

/** How a simulation ended. */
public sealed interface Ending {

    /** Somebody called {@link Simulation#end()}. */
    record Ended() implements Ending {}

    /** The moment came until which it was to run. */
    record TimeUp() implements Ending {}

    /**
     * Nothing can ever happen again, or too much happened.
     *
     * @param problem in a sentence
     * @param dump who waits for what, a line for each task
     */
    record Stuck(String problem, String dump) implements Ending {}
}
