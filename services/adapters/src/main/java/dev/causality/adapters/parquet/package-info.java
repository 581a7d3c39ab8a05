/**
 * Warehouse files in Parquet, without Hadoop at run time. parquet-hadoop lays out the file (headers, footer, schema); the
 * pages are filled here, straight from the bytes of the events, because going through its record and column writers costs
 * twice the time and twenty times the garbage. {@link dev.causality.adapters.parquet.ParquetEncoders} makes an encoder.
 */
@NullMarked
package dev.causality.adapters.parquet;

import org.jspecify.annotations.NullMarked;
