package dev.causality.conformance.simulation;

/**
 * Bytes that are no event, published straight into the stream.
 *
 * @param number names it within the case
 * @param atMillis when, from the beginning of the workload
 */
record PlannedPoison(int number, long atMillis, Kind kind) {

    /** In which way it is no event. */
    enum Kind {
        UNDECODABLE,
        EMPTY,
        INVALID,
        OVERSIZED
    }
}
