package dev.causality.retention;

import dev.causality.ports.Answer;
import dev.causality.ports.StreamState;
import java.time.Instant;

/** A stream that got one message of 1000 bytes each second, from sequence 1 at second 1 on. */
record Seconds(long first, long last, long maxBytes) implements Times {

    static final Instant ZERO = Instant.parse("2026-11-20T00:00:00Z");
    private static final int MESSAGE_BYTES = 1_000;

    static Instant at(long second) {
        return ZERO.plusSeconds(second);
    }

    @Override
    public Answer<Long> youngerThan(Instant cutoff, long from, long to) {
        long second = Math.floorDiv(cutoff.toEpochMilli() - ZERO.toEpochMilli(), 1_000L);
        return new Answer.Known<>(Math.clamp(second + 1, from, Math.max(from, to)));
    }

    StreamState state() {
        long messages = last - first + 1;
        return new StreamState(ZERO, first, at(first), last, messages, messages * MESSAGE_BYTES, maxBytes);
    }
}
