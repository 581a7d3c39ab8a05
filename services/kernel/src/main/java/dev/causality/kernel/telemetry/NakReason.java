package dev.causality.kernel.telemetry;

/** Why a message was handed back to be delivered again, as a label. */
public enum NakReason {
    /** The place where it belongs fails alone. */
    PARTITION_FAILED,
    /** It could not be worked on, and is tried again alone. */
    RETRY_ALONE,
    /** The service is stopping and could not finish it. */
    STOPPING,
    /** What must come first is not there yet. */
    NOT_YET
}
