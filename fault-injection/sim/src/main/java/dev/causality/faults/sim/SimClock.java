package dev.causality.faults.sim;

import java.time.Duration;
import java.time.Instant;

/**
 * The clocks of a simulated machine, made from simulated time: a monotonic one with an origin and a drift of its own, and
 * a wall clock that is off besides and may jump. It goes on over the crashes of its process.
 */
final class SimClock {

    private static final long MILLION = 1_000_000;

    private final Instant epoch;
    private final long originNanos;
    private final long driftPpm;
    private Duration wallOffset;

    /**
     * @param epoch the true wall-clock time at simulated time 0
     * @param originNanos what the monotonic clock shows then
     * @param driftPpm by how many millionths the clock is too fast
     * @param wallOffset by how much the wall clock is ahead
     */
    SimClock(Instant epoch, long originNanos, long driftPpm, Duration wallOffset) {
        this.epoch = epoch;
        this.originNanos = originNanos;
        this.driftPpm = driftPpm;
        this.wallOffset = wallOffset;
    }

    void jump(Duration by) {
        wallOffset = wallOffset.plus(by);
    }

    long monotonic(long simulated) {
        return originNanos + drifted(simulated);
    }

    Instant wall(long simulated) {
        return epoch.plusNanos(drifted(simulated)).plus(wallOffset);
    }

    /** The first moment of simulated time at which the monotonic clock shows {@code nanoTime} or later. */
    long simulated(long nanoTime) {
        if (nanoTime == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long local = nanoTime - originNanos;
        if (driftPpm == 0 || local <= 0) {
            return local;
        }
        long rate = MILLION + driftPpm;
        long guess = local / rate * MILLION + local % rate * MILLION / rate;
        while (drifted(guess) < local) {
            guess++;
        }
        while (guess > 0 && drifted(guess - 1) >= local) {
            guess--;
        }
        return guess;
    }

    private long drifted(long simulated) {
        return simulated + scaled(simulated, driftPpm);
    }

    private static long scaled(long nanos, long ppm) {
        return nanos / MILLION * ppm + nanos % MILLION * ppm / MILLION;
    }
}
