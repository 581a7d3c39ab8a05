package dev.causality.gateway.core;

import dev.causality.events.EnvelopeScanner;
import dev.causality.v1.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Fills in what an envelope lacks, without encoding the rest anew: protobuf fields may stand in any order. */
final class Envelopes {

    private static final byte CORRELATION_ID_TAG = EventEnvelope.CORRELATION_ID_FIELD_NUMBER << 3 | 2;

    private Envelopes() {}

    /** The envelope's bytes, with these two ids where it has none of its own. */
    static byte[] filled(EnvelopeScanner event, String id, String correlationId) {
        byte[] envelope = event.hasId() ? event.toByteArray() : event.withId(id);
        return event.correlationId().isEmpty() ? withCorrelationId(envelope, correlationId) : envelope;
    }

    /** Behind the rest, where it counts even if an empty one stands in front. One byte says how long it is. */
    private static byte[] withCorrelationId(byte[] envelope, String correlationId) {
        byte[] value = correlationId.getBytes(StandardCharsets.US_ASCII);
        if (value.length > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("a correlation id of more than " + Byte.MAX_VALUE + " bytes");
        }
        byte[] filled = Arrays.copyOf(envelope, envelope.length + 2 + value.length);
        filled[envelope.length] = CORRELATION_ID_TAG;
        filled[envelope.length + 1] = (byte) value.length;
        System.arraycopy(value, 0, filled, envelope.length + 2, value.length);
        return filled;
    }
}
