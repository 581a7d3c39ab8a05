package dev.causality.faults.sim.world.jetstream;

/** Where the answers to a pull request go. */
public interface Inbox {

    /** Whether anybody still listens, as far as the server knows: a client that vanished may count for a while. */
    boolean listening();

    void message(Delivered delivered);

    /** The request is over, before or after all that it asked for. */
    void end(PullEnd end);

    /** How a pull request ends, other than by its last message. */
    enum PullEnd {
        /** It has expired. */
        TIMEOUT,
        /** There is nothing, and it does not want to wait. */
        NO_MESSAGES,
        /** The next message alone is larger than it allows. */
        TOO_BIG,
        /** Too many requests are open. */
        TOO_MANY_REQUESTS,
        /** The consumer is gone. */
        CONSUMER_DELETED
    }
}
