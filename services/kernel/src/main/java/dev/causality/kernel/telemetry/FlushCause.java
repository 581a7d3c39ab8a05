package dev.causality.kernel.telemetry;

/** Why a batch was written when it was, as a label. */
public enum FlushCause {
    /** It had all the rows that a file may have. */
    SIZE,
    /** Its oldest event had waited for the flush interval. */
    AGE,
    /** The byte budget of all batches ran short. */
    MEMORY,
    /** The consumer stood at its pending limit. */
    STALLED,
    /** The service is stopping. */
    STOPPING
}
