package dev.causality.sink.core;

import dev.causality.deadletters.Reason;
import dev.causality.events.EventReader;
import dev.causality.events.Partition;
import dev.causality.events.Violation;
import dev.causality.ports.Delivery;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells rows from poison. Not safe for use by several tasks; each worker has one of its own. */
final class DeliveryReader {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryReader.class);

    private final EventReader reader = new EventReader();
    private final long maxEventBytes;

    /** @param maxEventBytes what is larger is oversized, and poison */
    DeliveryReader(long maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** What a delivery is. */
    sealed interface Reading {
        record Row(Partition partition) implements Reading {}

        record Poison(Reason reason, String detail) implements Reading {}
    }

    /** A message on which our own code fails is poison too: one message must not stop all others. */
    Reading read(Delivery delivery) {
        try {
            return classify(delivery.payload());
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("sequence", delivery.sequence())
                    .setCause(e)
                    .log("reading a message failed");
            return new Reading.Poison(Reason.UNPROCESSABLE, "reading failed: " + e);
        }
    }

    private Reading classify(byte[] payload) {
        if (payload.length == 0) {
            return new Reading.Poison(Reason.EMPTY, "the message has no bytes");
        }
        if (payload.length > maxEventBytes) {
            return new Reading.Poison(
                    Reason.OVERSIZED, payload.length + " bytes, more than " + maxEventBytes + " (EVENT_MAX_BYTES)");
        }
        return switch (reader.read(payload)) {
            case EventReader.Reading.Valid(var event) -> new Reading.Row(event.partition());
            case EventReader.Reading.Malformed(String reason) -> new Reading.Poison(Reason.UNDECODABLE, reason);
            case EventReader.Reading.Invalid(List<Violation> violations) ->
                new Reading.Poison(
                        Reason.INVALID,
                        violations.stream().map(Object::toString).collect(Collectors.joining("; ")));
        };
    }
}
