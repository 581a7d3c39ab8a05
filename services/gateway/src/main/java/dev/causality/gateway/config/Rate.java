package dev.causality.gateway.config;

/**
 * How many events a key may send.
 *
 * @param eventsPerSecond sustained
 * @param burst at once, after a pause
 */
public record Rate(double eventsPerSecond, int burst) {

    public Rate {
        if (!(eventsPerSecond > 0) || Double.isInfinite(eventsPerSecond)) {
            throw new IllegalArgumentException("a rate must be more than 0 events per second, not " + eventsPerSecond);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("a burst must be at least 1 event, not " + burst);
        }
    }
}
