package dev.causality.conformance.simulation;

import java.util.concurrent.atomic.AtomicLong;

/** Whether runs leave anything behind: what is reachable after a tenth of a sweep, and at its end. Safe for several threads. */
final class LiveHeap {

    private static final long TENTH = 10;
    private static final double MIB = 1024.0 * 1024.0;

    private final long first;
    private final AtomicLong runs = new AtomicLong();
    private volatile double early;

    LiveHeap(long runs) {
        this.first = Math.max(1, runs / TENTH);
    }

    /** One more run has ended. */
    void ran() {
        if (runs.incrementAndGet() == first) {
            early = reachable();
        }
    }

    String describe() {
        return "live heap: %.0f MiB after %,d seeds, %.0f MiB after %,d"
                .formatted(early, first, reachable(), runs.get());
    }

    private static double reachable() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (double) (runtime.totalMemory() - runtime.freeMemory()) / MIB;
    }
}
