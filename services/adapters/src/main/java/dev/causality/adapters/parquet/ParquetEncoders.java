package dev.causality.adapters.parquet;

import dev.causality.ports.WarehouseEncoder;

/** Makes encoders of warehouse files. */
public final class ParquetEncoders {

    private ParquetEncoders() {}

    /** An encoder whose files are compressed this way. */
    public static WarehouseEncoder create(ParquetCompression compression) {
        return new ParquetWarehouseEncoder(compression);
    }
}
