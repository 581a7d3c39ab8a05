package dev.causality.kernel.telemetry;

/** How the work on an order ended, as a label. */
public enum OrderResult {
    SUCCESS,
    ERROR
}
