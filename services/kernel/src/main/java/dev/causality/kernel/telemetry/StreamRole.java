package dev.causality.kernel.telemetry;

/** What a stream is for, as a label in place of its configurable name. */
public enum StreamRole {
    EVENTS,
    DEAD_LETTERS,
    INTENTS,
    ADVISORIES
}
