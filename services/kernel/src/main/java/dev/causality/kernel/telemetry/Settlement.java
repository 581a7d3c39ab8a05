package dev.causality.kernel.telemetry;

/** What was found out about another sink's intent for the same messages, as a label. */
public enum Settlement {
    /** Its object is there: the rows are durable. */
    DURABLE,
    /** A fence was put at its key: its object can never come. */
    FENCED,
    /** A fence was at its key already. */
    FENCED_BEFORE,
    /** The store did not answer. */
    UNKNOWN
}
