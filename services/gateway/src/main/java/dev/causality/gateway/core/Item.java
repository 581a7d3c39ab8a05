package dev.causality.gateway.core;

/** One event of a request as it came. */
sealed interface Item {

    /** An envelope's protobuf bytes: a part of an array that nobody changes. */
    record Encoded(byte[] array, int offset, int length) implements Item {}

    /** What cannot be read as an envelope. */
    record Unreadable(Problem problem) implements Item {}
}
