package dev.causality.deadletters;

import java.math.BigInteger;
import java.time.Instant;

/**
 * Where dead letters come from: one consumer of one incarnation of a stream. A stream that is deleted and made again
 * counts from 1 again, so its time of creation is part of each message's identity; without it, the entry of an old
 * message would swallow that of a new one.
 *
 * @param stream the stream's name
 * @param created when that stream was created
 * @param consumer the durable name of the consumer that gave the message up
 */
public record Origin(String stream, Instant created, String consumer) {

    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000L);

    public Origin {
        requireName("stream", stream);
        requireName("consumer", consumer);
    }

    /** The id of the entry for the message at {@code sequence}: {@code stream:created:consumer:sequence}. */
    public String entryId(long sequence) {
        return stream + ":" + createdNanos() + ":" + consumer + ":" + sequence;
    }

    /** The time of creation in nanoseconds since the Unix epoch: exact, and spelt the same by everyone. */
    String createdNanos() {
        return BigInteger.valueOf(created.getEpochSecond())
                .multiply(NANOS_PER_SECOND)
                .add(BigInteger.valueOf(created.getNano()))
                .toString();
    }

    private static void requireName(String what, String name) {
        boolean unusable =
                name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || ":.*>/\\".indexOf(c) >= 0);
        if (unusable) {
            throw new IllegalArgumentException("the " + what + "'s name '" + name
                    + "' must be printable ASCII without spaces and none of : . * > / \\");
        }
    }
}
