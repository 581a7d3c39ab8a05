package dev.causality.conformance.contract.differential;

import dev.causality.ports.ConsumerState;
import dev.causality.ports.StreamState;

/** What both sides saw, in the same words. */
final class Observations {

    private Observations() {}

    static String delivery(long sequence, long deliveries, long consumerSequence, long pending) {
        return sequence + " for the " + deliveries + ". time, delivery " + consumerSequence + ", " + pending + " left";
    }

    static String look(ConsumerState consumer, StreamState stream, long advisories) {
        return "floor " + consumer.ackFloor() + " delivered " + consumer.deliveredSequence() + " left "
                + consumer.pending() + " unanswered " + consumer.ackPending() + " redelivered "
                + consumer.redelivered() + "; first " + stream.firstSequence() + " last " + stream.lastSequence()
                + " messages " + stream.messages() + " bytes " + stream.bytes() + "; advisories " + advisories;
    }
}
