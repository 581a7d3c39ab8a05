package dev.causality.faults.sim.world.jetstream;

/**
 * A request for messages.
 *
 * @param batch how many at most
 * @param maxBytes how many bytes at most; 0 = no limit
 * @param expiresAt on the server's clock, in nanoseconds; {@link StreamServer#NEVER}
 * @param noWait whether it ends when there are no more messages
 */
public record Pull(int batch, long maxBytes, long expiresAt, boolean noWait, Inbox inbox) {}
