package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import dev.causality.events.WarehouseRow;
import java.io.IOException;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/** Collects one column of a file, page by page. Reused for many files; not thread-safe. */
abstract sealed class ColumnEncoder permits DictionaryColumn, PlainColumn {

    /** As parquet-java has it. */
    private static final int MAX_PAGE_ROWS = 20_000;

    /** Small enough to bound the buffers, large enough to compress well; with room to overshoot within a mebibyte. */
    private static final int MAX_PAGE_BYTES = 896 * 1024;

    final WarehouseColumn column;
    private final @Nullable Levels levels;
    private final ColumnChunk chunk;
    private final Bytes scratch;

    private int rows;

    /** @param scratch room for one page, shared by the columns of a file */
    ColumnEncoder(WarehouseColumn column, Compressor compressor, Bytes scratch) {
        this.column = column;
        this.levels = column.optional() ? new Levels() : null;
        this.chunk = new ColumnChunk(WarehouseSchema.descriptor(column), compressor);
        this.scratch = scratch;
    }

    /** Adds the row's value of this column. */
    final void add(WarehouseRow row) {
        if (levels != null && row.isNull(column)) {
            levels.addNull(rows);
        } else {
            addValue(row);
        }
        rows++;
    }

    /** Ends the page under way if it has grown to its size. To be called now and then: pages may overshoot a little. */
    final void endPageIfFull() {
        if (rows >= MAX_PAGE_ROWS || pageBytes() >= MAX_PAGE_BYTES) {
            endPage();
        }
    }

    /** Ends the last page. */
    final void end() {
        if (rows > 0) {
            endPage();
        }
    }

    /** About how many bytes the ended column will take in the file. */
    final int chunkBytes() {
        Dictionary dictionary = dictionary();
        return chunk.bytes() + (dictionary == null ? 0 : dictionary.page().size());
    }

    /** Writes the ended column and forgets it. */
    final void write(ParquetFileWriter file) throws IOException {
        chunk.write(file, dictionary(), bounds());
        clear();
    }

    /** How much memory the column holds, used or not, in bytes. */
    final long retainedBytes() {
        return chunk.retainedBytes() + retainedValueBytes();
    }

    /** Forgets what was added. */
    final void clear() {
        rows = 0;
        if (levels != null) {
            levels.clear();
        }
        chunk.clear();
        clearChunk();
    }

    /** Adds the row's value, which is not null. */
    abstract void addValue(WarehouseRow row);

    /** About how many bytes the values of the page under way will have. */
    abstract int pageBytes();

    /** Appends the values of the page under way, encoded. */
    abstract void writeValues(Bytes page);

    /** Where those values lie encoded already, and nothing else does; null where they do not. */
    @Nullable
    Bytes encodedValues() {
        return null;
    }

    /** How the values of the page under way are encoded. */
    abstract Encoding encoding();

    /** Forgets the values of the page under way. */
    abstract void clearPage();

    /** Forgets all values. */
    abstract void clearChunk();

    /** The distinct values that pages refer to by number; null when no page does. */
    @Nullable
    Dictionary dictionary() {
        return null;
    }

    /** The lowest and the highest value since the last clearing; null when there is none, or nobody asks for it. */
    @Nullable
    Bounds bounds() {
        return null;
    }

    abstract long retainedValueBytes();

    private void endPage() {
        Bytes encoded = levels == null ? encodedValues() : null;
        if (encoded != null) {
            chunk.add(encoded, rows, 0, encoding());
        } else {
            scratch.clear();
            if (levels != null) {
                levels.write(rows, scratch);
            }
            writeValues(scratch);
            chunk.add(scratch, rows, levels == null ? 0 : levels.nulls(), encoding());
        }
        rows = 0;
        if (levels != null) {
            levels.clear();
        }
        clearPage();
    }
}
