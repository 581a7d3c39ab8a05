package dev.causality.conformance.contract;

import dev.causality.adapters.parquet.ParquetCompression;
import dev.causality.adapters.parquet.ParquetEncoders;
import dev.causality.ports.WarehouseEncoder;

class ParquetEncoderTest extends WarehouseEncoderContract {

    @Override
    protected WarehouseEncoder encoder() {
        return ParquetEncoders.create(ParquetCompression.ZSTD);
    }
}
