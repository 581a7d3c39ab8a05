package dev.causality.conformance.system.workload;

import dev.causality.v1.EventEnvelope;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event that a publisher has to get accepted.
 *
 * @param sequence its place among those of its publisher
 * @param partition the folder that its row belongs into
 * @param valid whether it meets the schema's rules
 * @param digest of its content, where the warehouse's view of it is known
 */
record OutgoingEvent(
        String publisher,
        long sequence,
        EventEnvelope envelope,
        String partition,
        boolean valid,
        @Nullable String digest) {

    /** The same event with its key in capitals, which is the same key. */
    OutgoingEvent withUpperCaseKey() {
        EventEnvelope upper = envelope.toBuilder()
                .setIdempotencyKey(envelope.getIdempotencyKey().toUpperCase(Locale.ROOT))
                .build();
        return new OutgoingEvent(publisher, sequence, upper, partition, valid, digest);
    }

    /** The id that the client chose, if it did. */
    @Nullable
    String chosenId() {
        return envelope.getId().isEmpty() ? null : envelope.getId();
    }
}
