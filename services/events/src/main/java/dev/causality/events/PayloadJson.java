package dev.causality.events;

import java.nio.charset.StandardCharsets;

/**
 * The payload of an event as JSON: protobuf's JSON mapping of the payload message, with original field names, compact,
 * without fields that have their default value. What a parser reads from it equals what it reads from the protobuf
 * library's own output; the bytes may differ in how characters are escaped.
 *
 * <p>A payload that this schema does not know is written as
 * <code>{"unknown_field":N,"raw_base64":"..."}</code>: the number of its field in the envelope, and the bytes of its
 * message. They decode with the newer schema. Unknown fields within a known payload are left out, as the mapping has it.
 *
 * <p>An instance is reused; it is not safe for use by several tasks.
 */
public final class PayloadJson {

    private static final byte[] UNKNOWN_FIELD = "\"unknown_field\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RAW_BASE64 = "\"raw_base64\":".getBytes(StandardCharsets.US_ASCII);

    private final EventReader reader = new EventReader();
    private final JsonBuffer json = new JsonBuffer();

    /**
     * The payload of a valid event as UTF-8.
     *
     * @throws IllegalArgumentException when the event is not valid
     */
    public byte[] write(byte[] envelope) {
        json.clear();
        if (!(reader.read(envelope, 0, envelope.length, json) instanceof EventReader.Reading.Valid valid)) {
            throw new IllegalArgumentException("not a valid event");
        }
        finish(valid.event(), json);
        return json.toByteArray();
    }

    /** Writes what a scan leaves unwritten: a payload that is not known. */
    static void finish(EnvelopeScanner event, JsonBuffer json) {
        if (!event.payloadKnown()) {
            json.clear();
            json.put('{');
            json.name(UNKNOWN_FIELD);
            json.number(event.payloadNumber());
            json.name(RAW_BASE64);
            json.base64(event.unknownPayload());
            json.put('}');
        }
    }
}
