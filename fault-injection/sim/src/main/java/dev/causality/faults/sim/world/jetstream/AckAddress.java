package dev.causality.faults.sim.world.jetstream;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Where a delivery is answered: the reply subject of the delivered message, in its short form.
 *
 * @param deliveries 1 for the first delivery
 * @param sequence the message's sequence in its stream
 * @param consumerSequence which delivery of the consumer's it was
 * @param stored when the stream stored the message; a server does not look at it when it is answered
 */
public record AckAddress(
        String stream, String consumer, long deliveries, long sequence, long consumerSequence, Instant stored) {

    private static final String PREFIX = "$JS.ACK.";
    private static final int PARTS = 6;

    /** As text. */
    public String text() {
        return PREFIX + stream + "." + consumer + "." + deliveries + "." + sequence + "." + consumerSequence + "."
                + ChronoUnit.NANOS.between(Instant.EPOCH, stored);
    }

    /** Reads an address; empty when it is none. */
    public static Optional<AckAddress> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        List<String> parts = List.of(text.substring(PREFIX.length()).split("\\.", -1));
        if (parts.size() != PARTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AckAddress(
                    parts.get(0),
                    parts.get(1),
                    Long.parseLong(parts.get(2)),
                    Long.parseLong(parts.get(3)),
                    Long.parseLong(parts.get(4)),
                    Instant.EPOCH.plusNanos(Long.parseLong(parts.get(5)))));
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }
}
