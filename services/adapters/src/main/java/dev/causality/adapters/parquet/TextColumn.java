package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import dev.causality.events.WarehouseRow;

/** A column of text that is different in each row. */
final class TextColumn extends PlainColumn {

    TextColumn(WarehouseColumn column, Compressor compressor, Bytes scratch) {
        super(column, compressor, scratch);
    }

    @Override
    void addValue(WarehouseRow row) {
        values.putText(row.bytes(column), row.offset(column), row.length(column));
    }

    @Override
    Bytes encodedValues() {
        return values;
    }
}
