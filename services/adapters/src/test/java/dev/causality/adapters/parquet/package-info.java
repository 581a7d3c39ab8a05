/**
 * Warehouse files as DuckDB reads them, which shares no code with their writer, and the pieces that they are made of.
 */
@NullMarked
package dev.causality.adapters.parquet;

import org.jspecify.annotations.NullMarked;
