package dev.causality.adapters.parquet;

/** How the pages of warehouse files are compressed; the values of PARQUET_COMPRESSION, in lower case there. */
public enum ParquetCompression {
    /** Zstandard at level 1: the default. */
    ZSTD,
    /** For readers that are older than Zstandard in Parquet. */
    SNAPPY,
    /** The smallest files after ZSTD, and by far the slowest. */
    GZIP,
    NONE
}
