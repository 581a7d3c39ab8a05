package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import dev.causality.events.WarehouseRow;
import dev.causality.ports.WarehouseEncoder.Row;
import dev.causality.ports.WarehouseEncoder.UnencodableRowException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * Encodes one file after the other, with buffers that stay. Rows go straight into columns: nothing is made for a row, and
 * little for a file. Not thread-safe.
 */
final class FileEncoder {

    /** One row group holds the whole file: the caller's batch is the bound. */
    private static final long NO_ROW_GROUP_LIMIT = Integer.MAX_VALUE;

    private static final int NO_PADDING = 0;

    /** How many bytes of events are added between two looks at the sizes of pages. */
    private static final int PAGE_CHECK_BYTES = 64 * 1024;

    /** More than headers and footer take, which is about 200 bytes for a column. */
    private static final int EXPECTED_FRAME_BYTES = 16 * 1024;

    private static final ParquetProperties PROPERTIES =
            ParquetProperties.builder().build();

    private final WarehouseRow cursor = new WarehouseRow();
    private final Bytes scratch = new Bytes();
    private final MemoryFile file = new MemoryFile();
    private final List<ColumnEncoder> columns;

    /** The same columns by class: with one class in each loop, the JIT compiler inlines what is called for each value. */
    private final TextColumn[] texts;

    private final DictionaryColumn[] dictionaries;
    private final LongColumn[] longs;
    private final BooleanColumn[] booleans;

    private int bytesSincePageCheck;

    FileEncoder(Compressor compressor) {
        columns = Arrays.stream(WarehouseColumn.values())
                .map(column -> encoder(column, compressor, scratch))
                .toList();
        texts = columnsOf(TextColumn.class).toArray(TextColumn[]::new);
        dictionaries = columnsOf(DictionaryColumn.class).toArray(DictionaryColumn[]::new);
        longs = columnsOf(LongColumn.class).toArray(LongColumn[]::new);
        booleans = columnsOf(BooleanColumn.class).toArray(BooleanColumn[]::new);
    }

    /** The file; after it, and after a failure as well, the encoder is ready for another. */
    byte[] encode(List<Row> rows, Map<String, String> metadata) {
        try {
            for (int i = 0; i < rows.size(); i++) {
                add(rows.get(i), i);
            }
            write(rows.size(), metadata);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot be written to", e);
        } finally {
            clear();
        }
    }

    /** How much memory is held for the next file, in bytes. */
    long retainedBytes() {
        return scratch.capacity()
                + file.retainedBytes()
                + columns.stream().mapToLong(ColumnEncoder::retainedBytes).sum();
    }

    private void add(Row row, int index) {
        try {
            cursor.read(row.envelope(), row.sequence());
            addToColumns();
        } catch (RuntimeException e) {
            throw new UnencodableRowException(
                    index, "row " + index + ", sequence " + row.sequence() + ": " + e.getMessage(), e);
        }
        bytesSincePageCheck += row.envelope().length;
        if (bytesSincePageCheck >= PAGE_CHECK_BYTES) {
            bytesSincePageCheck = 0;
            columns.forEach(ColumnEncoder::endPageIfFull);
        }
    }

    private void addToColumns() {
        for (TextColumn column : texts) {
            column.add(cursor);
        }
        for (DictionaryColumn column : dictionaries) {
            column.add(cursor);
        }
        for (LongColumn column : longs) {
            column.add(cursor);
        }
        for (BooleanColumn column : booleans) {
            column.add(cursor);
        }
    }

    private void write(int rowCount, Map<String, String> metadata) throws IOException {
        columns.forEach(ColumnEncoder::end);
        file.expect(EXPECTED_FRAME_BYTES
                + columns.stream().mapToInt(ColumnEncoder::chunkBytes).sum());
        try (ParquetFileWriter writer = new ParquetFileWriter(
                file,
                WarehouseSchema.schema(),
                ParquetFileWriter.Mode.CREATE,
                NO_ROW_GROUP_LIMIT,
                NO_PADDING,
                null,
                PROPERTIES)) {
            writer.start();
            if (rowCount > 0) {
                writer.startBlock(rowCount);
                for (ColumnEncoder column : columns) {
                    column.write(writer);
                }
                writer.endBlock();
            }
            writer.end(metadata);
        }
    }

    private void clear() {
        columns.forEach(ColumnEncoder::clear);
        scratch.clear();
        file.clear();
        bytesSincePageCheck = 0;
    }

    private <T extends ColumnEncoder> List<T> columnsOf(Class<T> type) {
        return columns.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static ColumnEncoder encoder(WarehouseColumn column, Compressor compressor, Bytes scratch) {
        return switch (column) {
            case ID, IDEMPOTENCY_KEY, PAYLOAD_JSON -> new TextColumn(column, compressor, scratch);
            default ->
                switch (column.type()) {
                    case TEXT, INT32 -> new DictionaryColumn(column, compressor, scratch);
                    case INT64 -> new LongColumn(column, compressor, scratch);
                    case BOOLEAN -> new BooleanColumn(column, compressor, scratch);
                };
        };
    }
}
