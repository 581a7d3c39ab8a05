package dev.causality.kernel;

import java.time.Duration;

/**
 * A moment on a kernel's monotonic clock.
 *
 * @param nanoTime the moment, on the scale of {@link Kernel#nanoTime()}
 */
public record Deadline(long nanoTime) implements Comparable<Deadline> {

    /** A moment that no run reaches (292 years of nanoseconds); for waits that end by cancellation. */
    public static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    static Deadline after(long startNanos, Duration duration) {
        long nanos = saturatedNanos(duration);
        long end = startNanos + nanos;
        return nanos > 0 && end < startNanos ? NEVER : new Deadline(end);
    }

    /** The nanoseconds left; zero or less when it has passed. */
    public long remainingNanos(Kernel kernel) {
        return this.equals(NEVER) ? Long.MAX_VALUE : nanoTime - kernel.nanoTime();
    }

    /** The time left, never negative. */
    public Duration remaining(Kernel kernel) {
        return Duration.ofNanos(Math.max(0, remainingNanos(kernel)));
    }

    public boolean passed(Kernel kernel) {
        return remainingNanos(kernel) <= 0;
    }

    /** The earlier of the two. */
    public Deadline earlier(Deadline other) {
        return compareTo(other) <= 0 ? this : other;
    }

    @Override
    public int compareTo(Deadline other) {
        return Long.compare(nanoTime, other.nanoTime);
    }

    private static long saturatedNanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException overflow) {
            return duration.isNegative() ? Long.MIN_VALUE / 2 : Long.MAX_VALUE;
        }
    }
}
