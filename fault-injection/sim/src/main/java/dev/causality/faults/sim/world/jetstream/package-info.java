/**
 * A message server with JetStream's semantics as a plain state machine: no threads, no clock of its own, nothing random
 * but what it is given. Every method takes the time; what the server sends comes out at an {@link
 * dev.causality.faults.sim.world.jetstream.Inbox} at once, in order; {@link
 * dev.causality.faults.sim.world.jetstream.StreamServer#nextTimer} says when it wants to be called again. The rules are
 * those of nats-server 2.15, as its sources describe them and as the differential tests compare them.
 */
@NullMarked
package dev.causality.faults.sim.world.jetstream;

import org.jspecify.annotations.NullMarked;
