/** The sink's core on a real NATS server and a real S3 server, with faults put in front of the store where needed. */
@org.jspecify.annotations.NullMarked
package dev.causality.sink.core;
