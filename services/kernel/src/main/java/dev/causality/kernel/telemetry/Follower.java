package dev.causality.kernel.telemetry;

/** What a process follows change by change, as a label. */
public enum Follower {
    INTENTS,
    API_KEYS,
    RULES
}
