package dev.causality.faults.proxy.toxic;

import java.util.concurrent.TimeUnit;

/**
 * Gives out time at a rate of so many bytes a second, to one connection or to many, in the order in which they ask.
 * Thread-safe.
 */
final class Pacer {
    /** Bytes pass in pieces that take so long, so that nobody waits long for the rate to change. */
    private static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long NANOS_PER_KILOBYTE_RATE = 1_000_000;

    private final long kilobytesPerSecond;
    private long freeNanos = Long.MIN_VALUE;

    /** @param kilobytesPerSecond thousands of bytes; 0 for nothing ever */
    Pacer(long kilobytesPerSecond) {
        this.kilobytesPerSecond = kilobytesPerSecond;
    }

    boolean isStopped() {
        return kilobytesPerSecond == 0;
    }

    /** How many bytes to reserve at once, of so many that are there. */
    int piece(long bytes) {
        long most = Math.max(1, PIECE_NANOS * kilobytesPerSecond / NANOS_PER_KILOBYTE_RATE);
        return (int) Math.min(Math.min(bytes, most), Integer.MAX_VALUE);
    }

    /** When so many bytes will have passed if they begin as soon as they can. */
    synchronized long reserve(int bytes, long nowNanos) {
        long start = freeNanos == Long.MIN_VALUE || freeNanos - nowNanos < 0 ? nowNanos : freeNanos;
        freeNanos = start + bytes * NANOS_PER_KILOBYTE_RATE / kilobytesPerSecond;
        return freeNanos;
    }
}
