package dev.causality.faults.sim.world.jetstream;

import java.util.List;
import java.util.Optional;

/**
 * Where a delivery is answered: the reply subject of the delivered message, in its short form.
 *
 * @param deliveries 1 for the first delivery
 * @param sequence the message's sequence in its stream
 * @param consumerSequence which delivery of the consumer's it was
 */
public record AckAddress(String stream, String consumer, long deliveries, long sequence, long consumerSequence) {

    private static final String PREFIX = "$JS.ACK.";
    private static final int PARTS = 5;

    /** As text. */
    public String text() {
        return PREFIX + stream + "." + consumer + "." + deliveries + "." + sequence + "." + consumerSequence;
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
                    Long.parseLong(parts.get(4))));
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }
}
