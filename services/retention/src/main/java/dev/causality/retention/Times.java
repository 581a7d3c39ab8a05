package dev.causality.retention;

import dev.causality.ports.Answer;
import java.time.Instant;

/** The times of a stream's messages, which ascend with their sequences. */
interface Times {

    /**
     * Finds where the messages that are younger than {@code cutoff} begin.
     *
     * @param from the sequence to look from
     * @param to the sequence to look up to, not included
     * @return a sequence from {@code from} to {@code to} below which every message (from {@code from} on) was stored at
     *     {@code cutoff} or before; the highest such sequence, except where messages are missing
     */
    Answer<Long> youngerThan(Instant cutoff, long from, long to);
}
