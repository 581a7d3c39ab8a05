package dev.causality.events;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.causality.v1.EventEnvelope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and validates envelopes: a scan for the ordinary ones, a full parse for the rest, with the reasons when an event
 * cannot be accepted. Not safe for use by several tasks; each worker has one of its own.
 */
public final class EventReader {

    private final EnvelopeScanner scanner = new EnvelopeScanner();
    private final Reading.Valid valid = new Reading.Valid(scanner);

    /** What became of reading one envelope. */
    public sealed interface Reading {

        /**
         * A valid event.
         *
         * @param event what the envelope says; good until the reader reads the next one. Its bytes are those that were
         *     read, or, of an unusual encoding, the same event encoded anew
         */
        record Valid(EnvelopeScanner event) implements Reading {}

        /**
         * The bytes are not an envelope.
         *
         * @param reason what the protobuf library found wrong
         */
        record Malformed(String reason) implements Reading {}

        /**
         * An envelope that breaks rules.
         *
         * @param violations at least one
         */
        record Invalid(List<Violation> violations) implements Reading {}
    }

    /** Reads a whole array. */
    public Reading read(byte[] envelope) {
        return read(envelope, 0, envelope.length);
    }

    /** Reads a part of an array. */
    public Reading read(byte[] array, int offset, int length) {
        return read(array, offset, length, null);
    }

    /** Reads, and writes a known payload as JSON into a buffer if there is one. */
    Reading read(byte[] array, int offset, int length, @Nullable JsonBuffer json) {
        if (scanner.scan(array, offset, length, false, json)) {
            return valid;
        }
        EventEnvelope envelope;
        try {
            envelope = EventEnvelope.parser().parseFrom(array, offset, length);
        } catch (InvalidProtocolBufferException e) {
            return new Reading.Malformed(String.valueOf(e.getMessage()));
        }
        List<Violation> violations = EventValidator.validate(envelope);
        if (!violations.isEmpty()) {
            return new Reading.Invalid(violations);
        }
        return readCanonical(envelope.toByteArray(), json);
    }

    private Reading readCanonical(byte[] canonical, @Nullable JsonBuffer json) {
        if (json != null) {
            json.clear();
        }
        if (!scanner.scan(canonical, 0, canonical.length, true, json)) {
            throw new IllegalStateException("the scanner refuses a valid event in canonical encoding");
        }
        return valid;
    }
}
