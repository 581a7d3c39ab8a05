package dev.causality.faults.sim.world.jetstream;

/**
 * Told of what falls due by itself, whoever notices it when: a message's ack wait or delay, a request's time. Those who
 * compare a run with another one learn from it between which moments the order of two things was decided by a clock.
 */
@FunctionalInterface
public interface DueWatch {

    /** For those whom it does not concern. */
    DueWatch NONE = moment -> {};

    /** @param moment on the server's clock, in nanoseconds; not later than now */
    void due(long moment);
}
