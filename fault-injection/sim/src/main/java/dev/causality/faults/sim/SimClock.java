package dev.causality.faults.sim;

import java.time.Duration;
import java.time.Instant;

/**
 * The clocks of a simulated machine, made from simulated time: a monotonic one with an origin and a drift of its own, and
 * a wall clock that is off besides and may jump. The drift may change: both clocks go on from where they are, faster or
 * slower. They go on over the crashes of their process.
 */
final class SimClock {

    private static final long MILLION = 1_000_000;

    private final Instant epoch;
    private final long originNanos;
    private final long ownDriftPpm;
    private long driftPpm;
    private Duration wallOffset;

    /** When the drift last changed, in simulated time and in time as the clocks had counted it by then. */
    private long sinceSimulated;

    private long sinceLocal;

    /**
     * @param epoch the true wall-clock time at simulated time 0
     * @param originNanos what the monotonic clock shows then
     * @param driftPpm by how many millionths the clock is too fast
     * @param wallOffset by how much the wall clock is ahead
     */
    SimClock(Instant epoch, long originNanos, long driftPpm, Duration wallOffset) {
        this.epoch = epoch;
        this.originNanos = originNanos;
        this.ownDriftPpm = driftPpm;
        this.driftPpm = driftPpm;
        this.wallOffset = wallOffset;
    }

    void jump(Duration by) {
        wallOffset = wallOffset.plus(by);
    }

    /** From {@code simulated} on, the clocks are too fast by {@code ppm} millionths besides what they always are. */
    void drift(long simulated, long ppm) {
        sinceLocal = drifted(simulated);
        sinceSimulated = simulated;
        driftPpm = ownDriftPpm + ppm;
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
        long local = nanoTime - originNanos - sinceLocal;
        if (driftPpm == 0 || local <= 0) {
            return sinceSimulated + local;
        }
        long rate = MILLION + driftPpm;
        long guess = sinceSimulated + local / rate * MILLION + local % rate * MILLION / rate;
        while (drifted(guess) < sinceLocal + local) {
            guess++;
        }
        while (guess > sinceSimulated && drifted(guess - 1) >= sinceLocal + local) {
            guess--;
        }
        return guess;
    }

    /** How much time the clocks have counted; only from the last change of the drift on. */
    private long drifted(long simulated) {
        long since = simulated - sinceSimulated;
        return sinceLocal + since + scaled(since, driftPpm);
    }

    private static long scaled(long nanos, long ppm) {
        return nanos / MILLION * ppm + nanos % MILLION * ppm / MILLION;
    }
}
