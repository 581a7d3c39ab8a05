package dev.causality.kernel.logging;

/** How lines are written. */
public enum LogFormat {
    /** One JSON object on each line. */
    JSON,
    /** For a person at a terminal. */
    TEXT
}
