package dev.causality.faults.sim.world.jetstream;

import dev.causality.ports.StoredMessage;

/**
 * A message on its way to a consumer's instance.
 *
 * @param pending how many messages the consumer has never delivered so far
 */
public record Delivered(StoredMessage message, AckAddress address, long pending) {

    /** Bytes as the server counts them against a request's limit. */
    long size() {
        return message.subject().length()
                + (long) address.text().length()
                + Sizes.headers(message.headers())
                + message.payload().length;
    }
}
