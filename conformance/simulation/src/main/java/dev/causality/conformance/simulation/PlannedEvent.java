package dev.causality.conformance.simulation;

/**
 * An event that a client sends, in all of its attempts.
 *
 * @param number names it within the case; key, content and time follow from it
 * @param app its app, by number
 * @param hoursAgo how long before the run it happened: with the app its partition
 * @param ownId whether the client chose its id
 * @param valid whether it may be accepted at all
 * @param padding bytes of text in it, to give it some size
 */
record PlannedEvent(int number, int app, int hoursAgo, boolean ownId, boolean valid, int padding) {

    /** The same event without anything remarkable about it: of the first app and this hour, and small. */
    PlannedEvent plain() {
        return new PlannedEvent(number, 0, 0, false, valid, 0);
    }
}
