package dev.causality.adapters.parquet;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses pages. Reused for many; not thread-safe. */
interface Compressor extends AutoCloseable {

    CompressionCodecName codec();

    /** Appends the compressed form of {@code source} to {@code target}. */
    void compress(Bytes source, Bytes target);

    /** Lets go of native memory. */
    @Override
    void close();
}
