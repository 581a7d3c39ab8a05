package dev.causality.conformance.simulation;

import dev.causality.adapters.parquet.ParquetCompression;
import dev.causality.adapters.parquet.ParquetEncoders;
import dev.causality.ports.WarehouseEncoder;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An encoder, and how its files are read again.
 *
 * @param encoder for the sinks of one run
 * @param reader throws {@link IllegalArgumentException} for what is not a whole file of this encoder
 */
record Encoding(WarehouseEncoder encoder, Function<byte[], ReadableEncoder.Content> reader) {

    /** The one that a case asks for. */
    static Encoding of(Tuning tuning) {
        return tuning.realEncoder() ? parquet() : readable();
    }

    static Encoding readable() {
        return new Encoding(new ReadableEncoder(), ReadableEncoder::read);
    }

    /**
     * The services' own Parquet encoder, read back from its bytes. An empty file is written and read at once: native code
     * is loaded here, and not by a task of the simulation while another simulation loads it too.
     */
    static Encoding parquet() {
        Encoding encoding = new Encoding(ParquetEncoders.create(ParquetCompression.ZSTD), ParquetText::read);
        encoding.read(encoding.encoder().encode(List.of(), new TreeMap<>()));
        return encoding;
    }

    /** @throws IllegalArgumentException when it is not a whole file of this encoder */
    ReadableEncoder.Content read(byte[] file) {
        return reader.apply(file);
    }
}
