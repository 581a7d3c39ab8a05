package dev.causality.faults.sim.world.jetstream;

import java.time.Duration;
import java.time.Instant;

/** The server's wall clock: so long after a fixed moment. */
record WallClock(Instant epoch) {

    Instant at(long nanos) {
        return epoch.plusNanos(nanos);
    }

    long nanos(Instant time) {
        return Duration.between(epoch, time).toNanos();
    }
}
