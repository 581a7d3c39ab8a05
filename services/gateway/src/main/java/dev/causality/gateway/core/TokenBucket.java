package dev.causality.gateway.core;

import dev.causality.gateway.config.Rate;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;

/**
 * Limits the events of one key: so many a second, and so many at once. A request that costs more than the bucket ever
 * holds is let through when the bucket is full, and leaves a debt: the rate holds, and no batch starves. Safe for use by
 * several tasks.
 */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Kernel kernel;
    private final Lock lock;
    private final Rate rate;
    private double tokens;
    private long countedAtNanos;

    TokenBucket(Kernel kernel, Rate rate) {
        this.kernel = kernel;
        this.lock = kernel.newLock();
        this.rate = rate;
        this.tokens = rate.burst();
        this.countedAtNanos = kernel.nanoTime();
    }

    Rate rate() {
        return rate;
    }

    /**
     * Takes {@code cost} tokens, or none.
     *
     * @return zero when they were taken, else the nanoseconds until the same attempt can succeed, if nobody else takes
     *     any
     */
    long take(int cost) {
        return lock.get(() -> {
            refill();
            double needed = Math.min(cost, rate.burst());
            if (tokens >= needed) {
                tokens -= cost;
                return 0L;
            }
            return Math.max(1L, (long) Math.ceil((needed - tokens) / rate.eventsPerSecond() * NANOS_PER_SECOND));
        });
    }

    private void refill() {
        long now = kernel.nanoTime();
        tokens = Math.min(rate.burst(), tokens + (now - countedAtNanos) / NANOS_PER_SECOND * rate.eventsPerSecond());
        countedAtNanos = now;
    }
}
