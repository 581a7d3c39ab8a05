package dev.causality.kernel.telemetry;

/** A request to the object store, as a label. */
public enum StoreOperation {
    PUT,
    GET,
    HEAD,
    LIST
}
