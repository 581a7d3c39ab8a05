package dev.causality.retention;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the keeper keeps.
 *
 * @param requiredConsumers the consumers of the stream that must have finished with a message before it may go, by name;
 *     one that does not exist yet has finished with nothing
 * @param maxAge for how long finished messages stay
 * @param dedupWindow for how long any message stays: after a restart the server knows message ids from stored messages
 * @param highWatermark how full, as a part of the stream's limit, makes finished messages go before their time
 * @param lowWatermark down to how full, then
 * @param interval how long from one round to the next, on average
 * @param clockTolerance by how much this process's clock may be ahead of the server's
 * @param advisoryDelay how long the server's advisory about a message may take into its stream
 */
public record KeeperConfig(
        List<String> requiredConsumers,
        Duration maxAge,
        Duration dedupWindow,
        double highWatermark,
        double lowWatermark,
        Duration interval,
        Duration clockTolerance,
        Duration advisoryDelay) {

    /** How full makes finished messages go early, unless set otherwise. */
    public static final double DEFAULT_HIGH_WATERMARK = 0.8;

    /** Down to how full, unless set otherwise: far enough below that a purge is worth its while. */
    public static final double DEFAULT_LOW_WATERMARK = 0.6;

    /** A full stream makes room within two of these. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

    /** Clocks that follow NTP differ by milliseconds; this allows for ones that do not do so well. */
    public static final Duration DEFAULT_CLOCK_TOLERANCE = Duration.ofSeconds(30);

    /** Within one server it takes microseconds, within a cluster one round of its consensus. */
    public static final Duration DEFAULT_ADVISORY_DELAY = Duration.ofSeconds(2);

    /** @throws IllegalArgumentException naming everything that is wrong */
    public KeeperConfig {
        requiredConsumers = List.copyOf(requiredConsumers);
        List<String> errors = new ArrayList<>();
        require(errors, !requiredConsumers.isEmpty(), "at least one consumer must be required");
        require(
                errors,
                requiredConsumers.stream().noneMatch(String::isBlank)
                        && requiredConsumers.stream().distinct().count() == requiredConsumers.size(),
                "the required consumers " + requiredConsumers + " must be distinct names");
        require(errors, !dedupWindow.isNegative(), "the dedup window must not be negative");
        require(
                errors,
                maxAge.compareTo(dedupWindow) >= 0,
                "the maximum age " + maxAge + " must not be less than the dedup window " + dedupWindow);
        require(
                errors,
                0 < lowWatermark && lowWatermark < highWatermark && highWatermark < 1,
                "the watermarks must be 0 < low < high < 1, not " + lowWatermark + " and " + highWatermark);
        require(errors, interval.isPositive(), "the interval must be positive");
        require(errors, !clockTolerance.isNegative(), "the clock tolerance must not be negative");
        require(errors, !advisoryDelay.isNegative(), "the advisory delay must not be negative");
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
    }

    /** The usual configuration for these consumers. */
    public static KeeperConfig of(List<String> requiredConsumers, Duration maxAge, Duration dedupWindow) {
        return new KeeperConfig(
                requiredConsumers,
                maxAge,
                dedupWindow,
                DEFAULT_HIGH_WATERMARK,
                DEFAULT_LOW_WATERMARK,
                DEFAULT_INTERVAL,
                DEFAULT_CLOCK_TOLERANCE,
                DEFAULT_ADVISORY_DELAY);
    }

    private static void require(List<String> errors, boolean condition, String error) {
        if (!condition) {
            errors.add(error);
        }
    }
}
