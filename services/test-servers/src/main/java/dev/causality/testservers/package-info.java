/**
 * Real servers for tests and conformance runs: NATS with JetStream, an S3-compatible store and Redis, each a child
 * process on a free loopback port with its data in a folder of its own. They can be stopped, killed, paused and
 * started again on the same port with the same data, which is what faults are made of. A child never outlives the
 * JVM that started it, however that JVM ends. Linux only: memory and process states are read from {@code /proc}.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.testservers;
