package dev.causality.conformance.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.causality.events.WarehouseColumn;
import dev.causality.events.WarehouseRow;
import dev.causality.ports.WarehouseEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An encoder whose files are lines of text: {@code name=value} for the metadata, an empty line, then a line of tab-separated
 * values for each row.
 */
final class ReadableEncoder implements WarehouseEncoder {

    private static final String SEPARATOR = "\t";
    private static final int FIELDS = 6;

    /** What a file says. */
    record Content(Map<String, String> metadata, List<RowText> rows) {}

    /** A row of such a file. */
    record RowText(long sequence, String app, String idempotencyKey, String eventId, String partition, String digest) {}

    @Override
    public byte[] encode(List<Row> rows, Map<String, String> metadata) {
        StringBuilder text = new StringBuilder();
        metadata.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        text.append('\n');
        WarehouseRow cursor = new WarehouseRow();
        for (int i = 0; i < rows.size(); i++) {
            append(text, cursor, rows.get(i), i);
        }
        return text.toString().getBytes(UTF_8);
    }

    private static void append(StringBuilder text, WarehouseRow cursor, Row row, int index) {
        try {
            cursor.read(row.envelope(), row.sequence());
        } catch (WarehouseRow.UnreadableEventException e) {
            throw new UnencodableRowException(index, String.valueOf(e.getMessage()), e);
        }
        String app = cursor.string(WarehouseColumn.APP_ID);
        text.append(cursor.longValue(WarehouseColumn.STREAM_SEQUENCE))
                .append(SEPARATOR)
                .append(app)
                .append(SEPARATOR)
                .append(cursor.string(WarehouseColumn.IDEMPOTENCY_KEY))
                .append(SEPARATOR)
                .append(cursor.string(WarehouseColumn.ID))
                .append(SEPARATOR)
                .append(partition(cursor, app))
                .append(SEPARATOR)
                .append(cursor.string(WarehouseColumn.DEVICE_ID))
                .append('\n');
    }

    /** The folder that the row's own columns name. */
    private static String partition(WarehouseRow row, String app) {
        return "app_id=" + app + "/year=" + row.intValue(WarehouseColumn.YEAR) + "/month="
                + padded(row, WarehouseColumn.MONTH) + "/day=" + padded(row, WarehouseColumn.DAY) + "/hour="
                + padded(row, WarehouseColumn.HOUR);
    }

    private static String padded(WarehouseRow row, WarehouseColumn column) {
        int value = row.intValue(column);
        return value < 10 ? "0" + value : Integer.toString(value);
    }

    @Override
    public String contentType() {
        return "text/tab-separated-values";
    }

    /**
     * Reads a file back.
     *
     * @throws IllegalArgumentException when it is not whole
     */
    static Content read(byte[] file) {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<RowText> rows = new ArrayList<>();
        boolean head = true;
        for (String line : new String(file, UTF_8).lines().toList()) {
            if (line.isEmpty()) {
                head = false;
            } else if (head) {
                int separator = line.indexOf('=');
                metadata.put(line.substring(0, separator), line.substring(separator + 1));
            } else {
                rows.add(row(line));
            }
        }
        if (head) {
            throw new IllegalArgumentException("the file ends before its rows begin");
        }
        return new Content(metadata, rows);
    }

    private static RowText row(String line) {
        List<String> fields = List.of(line.split(SEPARATOR, -1));
        if (fields.size() != FIELDS) {
            throw new IllegalArgumentException("a row has " + fields.size() + " fields");
        }
        return new RowText(
                Long.parseLong(fields.get(0)),
                fields.get(1),
                fields.get(2),
                fields.get(3),
                fields.get(4),
                fields.get(5));
    }
}
