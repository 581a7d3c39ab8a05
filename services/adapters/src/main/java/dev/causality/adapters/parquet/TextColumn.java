package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import dev.causality.events.WarehouseRow;
import org.apache.parquet.column.Encoding;
import org.jspecify.annotations.Nullable;

/** A column of text that is different in each row. */
final class TextColumn extends ColumnEncoder {

    private final Bytes values = new Bytes();

    TextColumn(WarehouseColumn column, Compressor compressor, Bytes scratch) {
        super(column, compressor, scratch);
    }

    @Override
    void addValue(WarehouseRow row) {
        values.putText(row.bytes(column), row.offset(column), row.length(column));
    }

    @Override
    int pageBytes() {
        return values.size();
    }

    @Override
    void writeValues(Bytes page) {
        page.put(values.array(), 0, values.size());
    }

    @Override
    Bytes encodedValues() {
        return values;
    }

    @Override
    Encoding encoding() {
        return Encoding.PLAIN;
    }

    @Override
    @Nullable
    Bounds bounds() {
        return null;
    }

    @Override
    void clearPage() {
        values.clear();
    }

    @Override
    void clearChunk() {
        values.clear();
    }

    @Override
    long retainedValueBytes() {
        return values.capacity();
    }
}
