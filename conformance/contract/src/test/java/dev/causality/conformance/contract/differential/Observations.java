package dev.causality.conformance.contract.differential;

import dev.causality.ports.ConsumerState;
import dev.causality.ports.StreamState;
import java.util.List;

/** What both sides saw, in the same words. */
final class Observations {

    private static final String ADVISORIES = "; advisories ";

    /** The answer to an operation that has none. */
    static final String DONE = "done";

    private Observations() {}

    /** For when it is not known how many there have to be. */
    static List<String> withoutAdvisories(List<String> observed) {
        return observed.stream()
                .map(what -> what.replaceAll(ADVISORIES + "\\d+", ""))
                .toList();
    }

    static String answered(boolean confirmed) {
        return confirmed ? "confirmed" : "not confirmed";
    }

    static String delivery(long sequence, long deliveries, long consumerSequence, long pending) {
        return sequence + " for the " + deliveries + ". time, delivery " + consumerSequence + ", " + pending + " left";
    }

    static String look(ConsumerState consumer, StreamState stream, long advisories) {
        return "floor " + consumer.ackFloor() + " delivered " + consumer.deliveredSequence() + " left "
                + consumer.pending() + " unanswered " + consumer.ackPending() + " redelivered "
                + consumer.redelivered() + "; first " + stream.firstSequence() + " last " + stream.lastSequence()
                + " messages " + stream.messages() + " bytes " + stream.bytes() + ADVISORIES + advisories;
    }
}
