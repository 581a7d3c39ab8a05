package dev.causality.faults.sim.world.jetstream;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The server's wall clock: so long after a fixed moment. */
record WallClock(Instant epoch) {

    Instant at(long nanos) {
        return epoch.plusNanos(nanos);
    }

    /** The begin of the second that holds this moment. */
    long wholeSeconds(long nanos) {
        return nanos(at(nanos).truncatedTo(ChronoUnit.SECONDS));
    }

    long nanos(Instant time) {
        return Duration.between(epoch, time).toNanos();
    }
}
