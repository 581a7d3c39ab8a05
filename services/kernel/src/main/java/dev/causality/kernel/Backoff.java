package dev.causality.kernel;

import java.time.Duration;

/**
 * How long to wait before a retry: exponential with full jitter and a cap, after Marc Brooker's "Exponential Backoff and
 * Jitter" (AWS Architecture Blog, 2015). Full jitter spreads the retries of many clients that failed together evenly
 * over the whole interval, instead of moving their stampede to a later moment.
 *
 * <p>Safe for use by several tasks; it counts nothing itself.
 *
 * @see #delay
 */
public final class Backoff {

    /** Doubling stops here, long before a cap of any sense, so that nothing overflows. */
    private static final int MAX_DOUBLINGS = 30;

    private final Randomness random;
    private final Duration base;
    private final Duration cap;
    private final Duration floor;

    /**
     * A backoff whose delays may be as short as nothing.
     *
     * @param random where the jitter comes from; a stream of its own, such as {@code kernel.random("retry-jitter")}
     * @param base the longest delay before the first retry
     * @param cap the longest delay of all
     */
    public Backoff(Randomness random, Duration base, Duration cap) {
        this(random, base, cap, Duration.ZERO);
    }

    private Backoff(Randomness random, Duration base, Duration cap, Duration floor) {
        if (!base.isPositive() || cap.compareTo(base) < 0 || floor.isNegative() || floor.compareTo(base) > 0) {
            throw new IllegalArgumentException("a backoff needs 0 <= floor <= base <= cap and base > 0, not floor "
                    + floor + ", base " + base + ", cap " + cap);
        }
        this.random = random;
        this.base = base;
        this.cap = cap;
        this.floor = floor;
    }

    /** The same with delays of {@code floor} at least, where a retry at once would do harm. */
    public Backoff atLeast(Duration newFloor) {
        return new Backoff(random, base, cap, newFloor);
    }

    /**
     * The delay before the retry that follows {@code failures} failures: evenly drawn between the floor and
     * {@code min(cap, base * 2^(failures - 1))}.
     *
     * @param failures 1 or more
     */
    public Duration delay(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("a retry follows at least one failure, not " + failures);
        }
        double doubled = (double) base.toNanos() * (1L << Math.min(failures - 1, MAX_DOUBLINGS));
        double longest = Math.min((double) cap.toNanos(), doubled);
        double shortest = (double) floor.toNanos();
        return Duration.ofNanos((long) (shortest + random.nextDouble() * (longest - shortest)));
    }
}
