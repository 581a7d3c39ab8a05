package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import dev.causality.events.WarehouseRow;
import org.apache.parquet.column.Encoding;
import org.jspecify.annotations.Nullable;

/** A column of truth values, one bit each. */
final class BooleanColumn extends ColumnEncoder {

    private final Bytes values = new Bytes();
    private int bits;
    private int bitCount;

    BooleanColumn(WarehouseColumn column, Compressor compressor, Bytes scratch) {
        super(column, compressor, scratch);
    }

    @Override
    void addValue(WarehouseRow row) {
        if (row.booleanValue(column)) {
            bits |= 1 << bitCount;
        }
        bitCount++;
        if (bitCount == Byte.SIZE) {
            values.put(bits);
            bits = 0;
            bitCount = 0;
        }
    }

    @Override
    int pageBytes() {
        return values.size();
    }

    @Override
    void writeValues(Bytes page) {
        page.put(values.array(), 0, values.size());
        if (bitCount > 0) {
            page.put(bits);
        }
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
        bits = 0;
        bitCount = 0;
    }

    @Override
    void clearChunk() {
        clearPage();
    }

    @Override
    long retainedValueBytes() {
        return values.capacity();
    }
}
