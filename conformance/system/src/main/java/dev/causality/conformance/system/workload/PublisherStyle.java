package dev.causality.conformance.system.workload;

import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How a publisher behaves, drawn once.
 *
 * @param json whether it speaks JSON; else protobuf
 * @param batch how many events it sends at once
 * @param eventsPerSecond how many it would like to send
 * @param races how often it sends the same request twice at the same time
 * @param cuts how often it cuts the connection
 * @param repeats how often it sends an event again that was accepted
 */
record PublisherStyle(
        String name,
        String app,
        List<Instant> hours,
        boolean json,
        int batch,
        double eventsPerSecond,
        double races,
        double cuts,
        double repeats) {

    private static final int MAX_BATCH = 120;
    private static final double SINGLES_PER_SECOND = 12;

    /** Draws one; every other publisher sends singles, and of each two one speaks JSON. */
    static PublisherStyle draw(
            RandomGenerator random, int number, String app, List<Instant> hours, double eventsPerSecond) {
        boolean single = number % 2 == 0;
        return new PublisherStyle(
                "p" + number,
                app,
                hours,
                number / 2 % 2 == 0,
                single ? 1 : random.nextInt(2, MAX_BATCH + 1),
                single ? Math.min(SINGLES_PER_SECOND, eventsPerSecond) : eventsPerSecond,
                random.nextDouble(0.02, 0.1),
                random.nextDouble(0.01, 0.05),
                random.nextDouble(0, 0.03));
    }

    @Override
    public String toString() {
        return "%s app=%s hours=%d %s batch=%d rate=%.0f/s races=%.2f cuts=%.2f repeats=%.2f"
                .formatted(
                        name,
                        app,
                        hours.size(),
                        json ? "json" : "protobuf",
                        batch,
                        eventsPerSecond,
                        races,
                        cuts,
                        repeats);
    }
}
