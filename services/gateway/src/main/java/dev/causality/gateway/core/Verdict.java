package dev.causality.gateway.core;

/** What became of one event. */
sealed interface Verdict {

    /**
     * The stream holds it.
     *
     * @param eventId of the copy that the stream holds: the first one
     * @param duplicate whether that copy was there before
     */
    record Accepted(String eventId, boolean duplicate) implements Verdict {}

    record Rejected(Problem problem) implements Verdict {}
}
