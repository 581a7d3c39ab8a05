package dev.causality.conformance.system.plan;

/** The ways in which a message can be no event. */
public enum PoisonKind {
    /** Bytes that are no protobuf message. */
    UNDECODABLE,
    /** An event that stops in the middle. */
    TRUNCATED,
    /** No bytes at all. */
    EMPTY,
    /** An event that breaks the schema's rules. */
    INVALID,
    /** Garbage of exactly the largest size that the server takes: no room for a dead letter's headers. */
    OVERSIZED
}
