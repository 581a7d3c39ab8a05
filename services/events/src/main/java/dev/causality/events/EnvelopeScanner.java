package dev.causality.events;

import dev.causality.v1.EventEnvelope;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an envelope from its protobuf bytes in one pass, without building the message: what gateway and sink need to know
 * of every event, at the cost of touching its bytes once.
 *
 * <p>{@link #scan} answers true only when the protobuf library would parse the bytes, every rule of the schema holds and
 * there is a payload; then the accessors below say what a parsed message would say. It answers false when any of this does
 * not hold, and also for legal encodings that no protobuf library writes (a field twice, fields of a payload out of order):
 * false means "parse it in full", as {@link EventReader} does. A scanner is reused for many envelopes; what it says is
 * about the last one, and holds only while its bytes are unchanged. Not safe for use by several tasks.
 */
public final class EnvelopeScanner {

    /** Unknown groups nested deeper are left to the full parser, which has a limit of its own. */
    private static final int MAX_GROUP_DEPTH = 16;

    /** The parser's limit: bytes that it accepted hold no deeper groups. */
    static final int PARSER_GROUP_DEPTH = 100;

    private static final int SLOTS = EventEnvelope.IDEMPOTENCY_KEY_FIELD_NUMBER + 1;
    private static final int ID_TAG = EventEnvelope.ID_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
    private static final int EVENT_NAME_TAG = 1 << 3 | WireReader.LENGTH_DELIMITED;

    private final WireReader in = new WireReader();
    private final MessageWalker walker = new MessageWalker(in);
    private final Slice[] slots = new Slice[SLOTS];
    private final Slice payload = new Slice();
    private final Slice eventName = new Slice();

    /** Made when it is first needed: a gateway reads events by the thousand and asks for no partition. */
    private @Nullable PartitionTable partitions;

    private byte[] bytes = new byte[0];
    private int start;
    private int end;
    private int idTagAt;
    private int seen;
    private long timestampMillis;
    private int payloadNumber;
    private boolean payloadKnown;

    public EnvelopeScanner() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slice();
        }
    }

    /** Scans a whole array. */
    public boolean scan(byte[] envelope) {
        return scan(envelope, 0, envelope.length);
    }

    /** Scans a part of an array. */
    public boolean scan(byte[] array, int offset, int length) {
        return scan(array, offset, length, false, null);
    }

    /**
     * Scans, and writes a known payload as JSON.
     *
     * @param canonical whether the bytes were written by the protobuf library, so that no field or map key is there twice
     */
    boolean scan(byte[] array, int offset, int length, boolean canonical, @Nullable JsonBuffer json) {
        begin(array, offset, length, canonical);
        long ruled = 0;
        while (in.position() < end) {
            int tagAt = in.position();
            int tag = in.tag(end);
            FieldSpec field = EventRules.ENVELOPE.field(tag >>> 3);
            if (field == null || field.tag != tag) {
                unknown(tag, field == null);
            } else if (field.number < SLOTS) {
                own(field, tagAt);
                ruled |= field.bit;
            } else {
                knownPayload(field, json);
            }
        }
        return in.position() == end && (EventRules.ENVELOPE.required & ~ruled) == 0 && payloadNumber != 0;
    }

    private void begin(byte[] array, int offset, int length, boolean canonical) {
        bytes = array;
        start = offset;
        end = offset + length;
        in.reset(array, offset, canonical ? PARSER_GROUP_DEPTH : MAX_GROUP_DEPTH);
        walker.trustKeys(canonical);
        for (Slice slot : slots) {
            slot.clear();
        }
        payload.clear();
        eventName.clear();
        idTagAt = -1;
        seen = 0;
        timestampMillis = 0;
        payloadNumber = 0;
        payloadKnown = false;
    }

    /** Reads one of the envelope's own fields, which may occur once. */
    private void own(FieldSpec field, int tagAt) {
        int bit = 1 << field.number;
        if ((seen & bit) != 0) {
            in.fail();
            return;
        }
        seen |= bit;
        if (field.type == FieldSpec.Type.INT64) {
            timestampMillis = in.varint(end);
            IntegerRule rule = field.integerRule;
            if (rule != null && !rule.test(timestampMillis)) {
                in.fail();
            }
            return;
        }
        Slice slot = slots[field.number];
        slice(slot);
        if (field.type == FieldSpec.Type.MESSAGE) {
            in.advance(-slot.length());
            walker.message(field.messageType(), slot.offset() + slot.length(), null);
        } else {
            text(field, slot, tagAt);
        }
    }

    private void text(FieldSpec field, Slice slot, int tagAt) {
        if (field.number == EventEnvelope.ID_FIELD_NUMBER) {
            idTagAt = tagAt;
        }
        StringRule rule = field.stringRule;
        boolean keepsRule = rule == null || rule.test(slot.bytes(), slot.offset(), slot.length());
        if (!keepsRule || !Utf8.isValid(slot.bytes(), slot.offset(), slot.length())) {
            in.fail();
        }
    }

    private void slice(Slice slice) {
        int length = in.length(end);
        slice.set(bytes, in.position(), length);
        in.advance(length);
    }

    private void knownPayload(FieldSpec field, @Nullable JsonBuffer json) {
        if (payloadKnown) {
            in.fail();
            return;
        }
        payloadKnown = true;
        payloadNumber = field.number;
        slice(payload);
        in.advance(-payload.length());
        walker.message(field.messageType(), payload.offset() + payload.length(), json);
    }

    /** Skips a field that is not known or has another wire type. The highest length-delimited one may be the payload. */
    private void unknown(int tag, boolean unknownNumber) {
        int number = tag >>> 3;
        boolean candidate = unknownNumber
                && !payloadKnown
                && EventCatalog.isPayload(number)
                && (tag & 7) == WireReader.LENGTH_DELIMITED;
        if (candidate && number >= payloadNumber) {
            payloadNumber = number;
            slice(payload);
        } else {
            in.skip(tag, end);
        }
    }

    /** The envelope's id; empty when the server has yet to make it. */
    public String id() {
        return slot(EventEnvelope.ID_FIELD_NUMBER).toString();
    }

    public boolean hasId() {
        return !slot(EventEnvelope.ID_FIELD_NUMBER).isEmpty();
    }

    public String appId() {
        return slot(EventEnvelope.APP_ID_FIELD_NUMBER).toString();
    }

    public String correlationId() {
        return slot(EventEnvelope.CORRELATION_ID_FIELD_NUMBER).toString();
    }

    /** The idempotency key as it was sent. */
    public String idempotencyKey() {
        return slot(EventEnvelope.IDEMPOTENCY_KEY_FIELD_NUMBER).toString();
    }

    public long timestampMillis() {
        return timestampMillis;
    }

    /** The number of the field that holds the payload, known or not. */
    public int payloadNumber() {
        return payloadNumber;
    }

    /** The kind of the event. No allocation for a known payload other than a custom event. */
    public EventKind kind() {
        EventKind known = payloadKnown ? EventCatalog.known(payloadNumber) : null;
        if (known != null) {
            return known;
        }
        return payloadKnown ? EventKind.custom(eventName().toString()) : EventKind.unknown(payloadNumber);
    }

    /** The partition of the event. No allocation for one that this scanner has met lately. */
    public Partition partition() {
        if (partitions == null) {
            partitions = new PartitionTable();
        }
        return partitions.partition(slot(EventEnvelope.APP_ID_FIELD_NUMBER), timestampMillis);
    }

    /** The subject to publish the event on; see {@link EventSubjects}. */
    public String subject() {
        return EventSubjects.subject(appId(), kind());
    }

    /** The message id to publish the event with; see {@link EventSubjects}. */
    public String messageId() {
        return EventSubjects.messageId(appId(), idempotencyKey());
    }

    /** A copy of the envelope's bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** A copy of the envelope's bytes with an id; only for an envelope that has none. */
    public byte[] withId(String id) {
        if (hasId()) {
            throw new IllegalStateException("the envelope has an id");
        }
        byte[] value = id.getBytes(StandardCharsets.UTF_8);
        if (value.length > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("an id of more than " + Byte.MAX_VALUE + " bytes");
        }
        int emptyId = idTagAt < 0 ? end : idTagAt;
        int emptyIdLength =
                idTagAt < 0 ? 0 : slot(EventEnvelope.ID_FIELD_NUMBER).offset() - idTagAt;
        int restAt = emptyId + emptyIdLength;
        byte[] result = new byte[2 + value.length + (emptyId - start) + (end - restAt)];
        result[0] = ID_TAG;
        result[1] = (byte) value.length;
        System.arraycopy(value, 0, result, 2, value.length);
        System.arraycopy(bytes, start, result, 2 + value.length, emptyId - start);
        System.arraycopy(bytes, restAt, result, 2 + value.length + emptyId - start, end - restAt);
        return result;
    }

    Slice slot(int number) {
        return slots[number];
    }

    boolean payloadKnown() {
        return payloadKnown;
    }

    boolean hasDeviceContext() {
        return (seen & 1 << EventEnvelope.DEVICE_CONTEXT_FIELD_NUMBER) != 0;
    }

    /** The category of the event; no allocation. */
    public EventCategory category() {
        if (!payloadKnown) {
            return EventCategory.UNKNOWN;
        }
        EventKind known = EventCatalog.known(payloadNumber);
        return known == null ? EventCategory.CUSTOM : known.category();
    }

    /** The event_name of a custom event. */
    Slice eventName() {
        if (eventName.isEmpty() && payloadNumber == EventCatalog.CUSTOM_EVENT) {
            int payloadEnd = payload.offset() + payload.length();
            in.reset(bytes, payload.offset(), PARSER_GROUP_DEPTH);
            int tag = in.tag(payloadEnd);
            while (tag != EVENT_NAME_TAG && tag != 0) {
                in.skip(tag, payloadEnd);
                tag = in.tag(payloadEnd);
            }
            int length = in.length(payloadEnd);
            eventName.set(bytes, in.position(), length);
        }
        return eventName;
    }

    /** The bytes of an unknown payload: those of every occurrence of its field, joined. */
    byte[] unknownPayload() {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(payload.length());
        int wanted = payloadNumber << 3 | WireReader.LENGTH_DELIMITED;
        in.reset(bytes, start, PARSER_GROUP_DEPTH);
        while (in.position() < end) {
            int tag = in.tag(end);
            if (tag == wanted) {
                int length = in.length(end);
                joined.write(bytes, in.position(), length);
                in.advance(length);
            } else {
                in.skip(tag, end);
            }
        }
        return joined.toByteArray();
    }
}
