package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import dev.causality.events.WarehouseRow;
import org.jspecify.annotations.Nullable;

/** A column of 64-bit numbers that is different in each row. */
final class LongColumn extends PlainColumn {

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
    Bytes encodedValues() {
        return values;
    }

    @Override
    @Nullable
    Bounds bounds() {
        return lowest > highest ? null : Bounds.of(lowest, highest);
    }

    @Override
    void clearChunk() {
        super.clearChunk();
        lowest = Long.MAX_VALUE;
        highest = Long.MIN_VALUE;
    }
}
