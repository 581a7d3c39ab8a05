package dev.causality.kernel.telemetry;

/** The groups of instruments; a service starts the counters of its own parts at zero, and shows no others. */
public enum Part {
    STREAM,
    GATEWAY,
    STORE,
    SINK,
    DEAD_LETTERS,
    KEEPER,
    REACTION,
    FULFILLMENT
}
