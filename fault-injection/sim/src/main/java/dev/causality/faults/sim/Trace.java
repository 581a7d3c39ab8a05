package dev.causality.faults.sim;

/** Is told of every decision of a scheduler. Slow: for comparing two runs that should have been equal. */
@FunctionalInterface
public interface Trace {

    /**
     * A decision was made.
     *
     * @param step counts them from 1
     * @param nanos simulated time
     * @param subject the task that it is about; empty for time itself
     * @param what happened
     * @param hash of all decisions up to here
     */
    void step(long step, long nanos, String subject, String what, long hash);
}
