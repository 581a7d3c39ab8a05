package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import dev.causality.events.WarehouseRow;

/** A column of truth values, one bit each. */
final class BooleanColumn extends PlainColumn {

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
    void writeValues(Bytes page) {
        super.writeValues(page);
        if (bitCount > 0) {
            page.put(bits);
        }
    }

    @Override
    void clearPage() {
        super.clearPage();
        bits = 0;
        bitCount = 0;
    }
}
