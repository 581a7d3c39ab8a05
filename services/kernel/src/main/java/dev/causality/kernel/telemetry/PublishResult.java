package dev.causality.kernel.telemetry;

/** What became of a message published into the stream, as a label. */
public enum PublishResult {
    CONFIRMED,
    DUPLICATE,
    REFUSED,
    UNKNOWN
}
