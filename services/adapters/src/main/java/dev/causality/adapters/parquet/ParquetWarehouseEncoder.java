package dev.causality.adapters.parquet;

import dev.causality.ports.WarehouseEncoder;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Lends each call a file encoder of its own. As many as there are processors are kept for the next calls, unless they have
 * grown large: an encoder holds about 7 MiB after files of ordinary events.
 */
final class ParquetWarehouseEncoder implements WarehouseEncoder {

    private static final String CONTENT_TYPE = "application/vnd.apache.parquet";
    private static final long MAX_RETAINED_BYTES = 16 << 20;

    /** Frees the native memory of encoders that are let go of; nobody closes an encoder. */
    private static final Cleaner CLEANER = Cleaner.create();

    private final ParquetCompression compression;
    private final BlockingQueue<FileEncoder> idle =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    ParquetWarehouseEncoder(ParquetCompression compression) {
        this.compression = compression;
    }

    @Override
    public byte[] encode(List<Row> rows, Map<String, String> metadata) {
        FileEncoder kept = idle.poll();
        FileEncoder encoder = kept != null ? kept : newEncoder();
        try {
            return encoder.encode(rows, metadata);
        } finally {
            if (encoder.retainedBytes() <= MAX_RETAINED_BYTES) {
                idle.offer(encoder);
            }
        }
    }

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    private FileEncoder newEncoder() {
        Compressor compressor = Compressors.create(compression);
        FileEncoder encoder = new FileEncoder(compressor);
        CLEANER.register(encoder, compressor::close);
        return encoder;
    }
}
