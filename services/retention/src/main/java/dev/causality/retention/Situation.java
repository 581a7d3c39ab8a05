package dev.causality.retention;

import dev.causality.ports.StreamState;
import java.time.Instant;

/**
 * What a decision about retention rests on.
 *
 * @param stream the stream's state, read before anything else
 * @param finished the sequence up to which every required consumer has finished with every message
 * @param unfinished whether any of them has anything left to do
 * @param largestMessage the most bytes that a message may have
 * @param now the time
 */
record Situation(StreamState stream, long finished, boolean unfinished, long largestMessage, Instant now) {}
