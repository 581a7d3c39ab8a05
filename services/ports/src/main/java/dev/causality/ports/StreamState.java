package dev.causality.ports;

import java.time.Instant;

/**
 * A stream as it is now.
 *
 * @param created when it was created: with name and sequence, a message's identity
 * @param maxBytes its limit; -1 = none
 */
public record StreamState(
        Instant created,
        long firstSequence,
        Instant firstTime,
        long lastSequence,
        long messages,
        long bytes,
        long maxBytes) {}
