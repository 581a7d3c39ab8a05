package dev.causality.events;

import dev.causality.v1.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One row of the warehouse, read from an envelope: a reusable cursor over many envelopes. Text is handed out as slices of
 * UTF-8, most of them in the envelope's own bytes, so that a column writer makes no strings. Values are good until the next
 * row is read. Not safe for use by several tasks.
 *
 * <p>What becomes null: text that is empty, an enum that is unspecified, a number that is 0, and all of the device's
 * columns when the event carries no device context. {@code is_jailbroken} and {@code is_emulator} are false, not null, when
 * there is a device context: they are answers then, and the schema has no way to leave them open. An enum number that this
 * schema does not know is written in digits.
 */
public final class WarehouseRow {

    private static final int COLUMNS = WarehouseColumn.values().length;
    private static final MessageSpec DEVICE = Objects.requireNonNull(
                    EventRules.ENVELOPE.field(EventEnvelope.DEVICE_CONTEXT_FIELD_NUMBER))
            .messageType();
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final List<WarehouseColumn> DEVICE_COLUMNS = columnsOfDevice();

    private final EventReader reader = new EventReader();
    private final JsonBuffer json = new JsonBuffer();
    private final WireReader in = new WireReader();

    private final boolean[] present = new boolean[COLUMNS];
    private final Slice[] texts = new Slice[COLUMNS];
    private final long[] numbers = new long[COLUMNS];

    private LocalDate date = LocalDate.EPOCH;

    public WarehouseRow() {
        for (int i = 0; i < COLUMNS; i++) {
            texts[i] = new Slice();
        }
    }

    /** An envelope that cannot become a row, because it is not a valid event. */
    public static final class UnreadableEventException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnreadableEventException(String message) {
            super(message);
        }
    }

    /**
     * Reads a row.
     *
     * @param envelope a valid event's envelope, protobuf-encoded; not to be changed while the row is in use
     * @param streamSequence the message's sequence in its stream
     * @throws UnreadableEventException when the event is not valid
     */
    public void read(byte[] envelope, long streamSequence) {
        json.clear();
        EnvelopeScanner event = switch (reader.read(envelope, 0, envelope.length, json)) {
            case EventReader.Reading.Valid valid -> valid.event();
            case EventReader.Reading.Malformed malformed ->
                throw new UnreadableEventException("malformed: " + malformed.reason());
            case EventReader.Reading.Invalid invalid ->
                throw new UnreadableEventException("invalid: " + invalid.violations());
        };
        PayloadJson.finish(event, json);
        Arrays.fill(present, false);
        envelopeColumns(event);
        kindColumns(event);
        if (event.hasDeviceContext()) {
            deviceColumns(event.slot(EventEnvelope.DEVICE_CONTEXT_FIELD_NUMBER));
        }
        timeColumns(event.timestampMillis());
        text(WarehouseColumn.PAYLOAD_JSON, json.bytes(), 0, json.length());
        number(WarehouseColumn.STREAM_SEQUENCE, streamSequence);
    }

    /** Whether the column is null in this row. */
    public boolean isNull(WarehouseColumn column) {
        return !present[column.index()];
    }

    /** The array that holds the value of a text column, from {@link #offset} on for {@link #length} bytes. */
    public byte[] bytes(WarehouseColumn column) {
        return texts[column.index()].bytes();
    }

    public int offset(WarehouseColumn column) {
        return texts[column.index()].offset();
    }

    public int length(WarehouseColumn column) {
        return texts[column.index()].length();
    }

    /** The value of a text column as a string, for readers that are in no hurry. */
    public String string(WarehouseColumn column) {
        return texts[column.index()].toString();
    }

    /** The value of an int64 column. */
    public long longValue(WarehouseColumn column) {
        return numbers[column.index()];
    }

    /** The value of an int32 column. */
    public int intValue(WarehouseColumn column) {
        return (int) numbers[column.index()];
    }

    /** The value of a boolean column. */
    public boolean booleanValue(WarehouseColumn column) {
        return numbers[column.index()] != 0;
    }

    private void envelopeColumns(EnvelopeScanner event) {
        required(WarehouseColumn.ID, event.slot(EventEnvelope.ID_FIELD_NUMBER));
        required(WarehouseColumn.APP_ID, event.slot(EventEnvelope.APP_ID_FIELD_NUMBER));
        required(WarehouseColumn.DEVICE_ID, event.slot(EventEnvelope.DEVICE_ID_FIELD_NUMBER));
        required(WarehouseColumn.IDEMPOTENCY_KEY, event.slot(EventEnvelope.IDEMPOTENCY_KEY_FIELD_NUMBER));
        Slice correlationId = event.slot(EventEnvelope.CORRELATION_ID_FIELD_NUMBER);
        if (!correlationId.isEmpty()) {
            required(WarehouseColumn.CORRELATION_ID, correlationId);
        }
    }

    private void kindColumns(EnvelopeScanner event) {
        EventCategory category = event.category();
        ascii(WarehouseColumn.EVENT_CATEGORY, category.asciiName());
        switch (category) {
            case CUSTOM -> required(WarehouseColumn.EVENT_TYPE, event.eventName());
            case UNKNOWN ->
                ascii(WarehouseColumn.EVENT_TYPE, event.kind().type().getBytes(StandardCharsets.US_ASCII));
            default -> ascii(WarehouseColumn.EVENT_TYPE, EventCatalog.typeName(event.payloadNumber()));
        }
    }

    private void deviceColumns(Slice device) {
        number(WarehouseColumn.IS_JAILBROKEN, 0);
        number(WarehouseColumn.IS_EMULATOR, 0);
        int end = device.offset() + device.length();
        in.reset(device.bytes(), device.offset(), EnvelopeScanner.PARSER_GROUP_DEPTH);
        while (in.position() < end) {
            int tag = in.tag(end);
            FieldSpec field = DEVICE.field(tag >>> 3);
            if (field == null || field.tag != tag) {
                in.skip(tag, end);
            } else {
                deviceColumn(field, DEVICE_COLUMNS.get(field.number - 1), end);
            }
        }
    }

    private void deviceColumn(FieldSpec field, WarehouseColumn column, int end) {
        if (field.type == FieldSpec.Type.STRING) {
            int length = in.length(end);
            if (length > 0) {
                text(column, in.bytes(), in.position(), length);
            }
            in.advance(length);
            return;
        }
        long value = in.varint(end);
        int number = (int) value;
        if (field.type == FieldSpec.Type.BOOL) {
            number(column, value == 0 ? 0 : 1);
        } else if (number != 0 && field.enumNames != null) {
            byte[] name = field.enumNames.name(number);
            ascii(column, name != null ? name : Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        } else if (number != 0) {
            number(column, number);
        }
    }

    private void timeColumns(long timestampMillis) {
        number(WarehouseColumn.TIMESTAMP_MS, timestampMillis);
        long day = Math.floorDiv(timestampMillis, MILLIS_PER_DAY);
        if (day != date.toEpochDay()) {
            date = LocalDate.ofEpochDay(day);
        }
        number(WarehouseColumn.YEAR, date.getYear());
        number(WarehouseColumn.MONTH, date.getMonthValue());
        number(WarehouseColumn.DAY, date.getDayOfMonth());
        number(WarehouseColumn.HOUR, Math.floorMod(timestampMillis, MILLIS_PER_DAY) / MILLIS_PER_HOUR);
    }

    private void required(WarehouseColumn column, Slice value) {
        text(column, value.bytes(), value.offset(), value.length());
    }

    private void ascii(WarehouseColumn column, byte[] value) {
        text(column, value, 0, value.length);
    }

    private void text(WarehouseColumn column, byte[] bytes, int offset, int length) {
        present[column.index()] = true;
        texts[column.index()].set(bytes, offset, length);
    }

    private void number(WarehouseColumn column, long value) {
        present[column.index()] = true;
        numbers[column.index()] = value;
    }

    /** The column of each field of the device context, which bears its name; in the order of the field numbers from 1. */
    private static List<WarehouseColumn> columnsOfDevice() {
        List<WarehouseColumn> columns = new ArrayList<>();
        for (FieldSpec field : DEVICE.fields) {
            if (field.number != columns.size() + 1) {
                throw new IllegalStateException("a gap in the numbers of the device context");
            }
            columns.add(WarehouseColumn.valueOf(field.descriptor.getName().toUpperCase(Locale.ROOT)));
        }
        return List.copyOf(columns);
    }
}
