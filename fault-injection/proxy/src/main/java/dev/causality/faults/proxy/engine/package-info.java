/**
 * Moves bytes between clients and servers, and lets stages look at them, change them, hold them and cut them off.
 *
 * <p>A few event loops carry all connections; both sides of a connection belong to one loop, so that everything about a
 * connection happens in one thread, in one order, without a lock. A loop reads into its one direct buffer and writes the
 * same bytes at once. Only what the receiver does not take is copied, and then nothing more is read from the sender.
 * Stages are the seam: see {@link dev.causality.faults.proxy.engine.Stage}.
 */
@NullMarked
package dev.causality.faults.proxy.engine;

import org.jspecify.annotations.NullMarked;
