package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import org.apache.parquet.column.Encoding;

/** A column whose values stand one after the other, as they are. */
abstract sealed class PlainColumn extends ColumnEncoder permits TextColumn, LongColumn, BooleanColumn {

    final Bytes values = new Bytes();

    PlainColumn(WarehouseColumn column, Compressor compressor, Bytes scratch) {
        super(column, compressor, scratch);
    }

    @Override
    final int pageBytes() {
        return values.size();
    }

    @Override
    void writeValues(Bytes page) {
        page.put(values.array(), 0, values.size());
    }

    @Override
    final Encoding encoding() {
        return Encoding.PLAIN;
    }

    @Override
    void clearPage() {
        values.clear();
    }

    @Override
    void clearChunk() {
        clearPage();
    }

    @Override
    final long retainedValueBytes() {
        return values.capacity();
    }
}
