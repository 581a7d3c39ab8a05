package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import dev.causality.events.WarehouseRow;
import org.apache.parquet.column.Encoding;
import org.jspecify.annotations.Nullable;

/** A column of 64-bit numbers that is different in each row. */
final class LongColumn extends ColumnEncoder {

    private final Bytes values = new Bytes();
    private long lowest;
    private long highest;

    LongColumn(WarehouseColumn column, Compressor compressor, Bytes scratch) {
        super(column, compressor, scratch);
        clearChunk();
    }

    @Override
    void addValue(WarehouseRow row) {
        long value = row.longValue(column);
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
        values.putLong(value);
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
        return lowest > highest ? null : Bounds.of(lowest, highest);
    }

    @Override
    void clearPage() {
        values.clear();
    }

    @Override
    void clearChunk() {
        values.clear();
        lowest = Long.MAX_VALUE;
        highest = Long.MIN_VALUE;
    }

    @Override
    long retainedValueBytes() {
        return values.capacity();
    }
}
