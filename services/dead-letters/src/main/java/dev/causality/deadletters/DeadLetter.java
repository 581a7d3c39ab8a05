package dev.causality.deadletters;

import dev.causality.ports.Delivery;
import dev.causality.ports.Header;
import java.time.Instant;
import java.util.List;

/**
 * A message that was given up, as it was and why.
 *
 * @param origin the consumer that gave it up, and its stream
 * @param sequence the message's sequence in that stream
 * @param subject its subject; empty when the message was gone before anyone could read it
 * @param headers its headers, in order
 * @param payload its bytes; not copied, nobody may change them
 * @param deliveries how often it had been delivered
 * @param reason why it was given up
 * @param detail the particulars, for people
 * @param firstSeen when the stream stored it, or, when it was gone, when it was found to be given up
 * @param time when it was given up
 */
public record DeadLetter(
        Origin origin,
        long sequence,
        String subject,
        List<Header> headers,
        byte[] payload,
        long deliveries,
        Reason reason,
        String detail,
        Instant firstSeen,
        Instant time) {

    public DeadLetter {
        headers = List.copyOf(headers);
    }

    /** What a worker that gives up {@code delivery} leaves behind. */
    public static DeadLetter of(Origin origin, Delivery delivery, Reason reason, String detail, Instant time) {
        return new DeadLetter(
                origin,
                delivery.sequence(),
                delivery.subject(),
                delivery.headers(),
                delivery.payload(),
                delivery.deliveryCount(),
                reason,
                detail,
                delivery.published(),
                time);
    }

    /** The id of its entry. */
    public String id() {
        return origin.entryId(sequence);
    }

    /** Whether the message was gone before anyone could read it, so that only its identity is known. */
    public boolean gone() {
        return subject.isEmpty();
    }
}
