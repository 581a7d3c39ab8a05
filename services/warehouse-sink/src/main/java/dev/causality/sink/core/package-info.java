/**
 * The decisions of the warehouse sink: what is batched, when it is stored, and what each message is answered. Workers own
 * their batches and all answers; store tasks run the protocol that keeps rows unique (see {@code RowStore}) and report
 * back over a queue. Nothing here knows NATS, S3 or Parquet.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.sink.core;
