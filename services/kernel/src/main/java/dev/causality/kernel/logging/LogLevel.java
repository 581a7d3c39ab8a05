package dev.causality.kernel.logging;

/** From which severity on lines are written. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
