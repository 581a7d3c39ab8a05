package dev.causality.faults.plan;

/** Where bytes of a connection go. */
public enum Direction {
    /** From the client to the server. */
    UPSTREAM,
    /** From the server to the client. */
    DOWNSTREAM;

    /** The other one. */
    public Direction reverse() {
        return this == UPSTREAM ? DOWNSTREAM : UPSTREAM;
    }
}
