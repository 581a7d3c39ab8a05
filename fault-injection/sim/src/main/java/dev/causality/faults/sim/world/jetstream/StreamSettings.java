package dev.causality.faults.sim.world.jetstream;

import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.List;

/**
 * How a stream was made.
 *
 * @param spec its shape
 * @param replacesOldest whether a new message of a subject that is full takes the place of its oldest one, as in a bucket
 */
public record StreamSettings(StreamSpec spec, boolean replacesOldest) {

    private static final Duration DEFAULT_DUPLICATE_WINDOW = Duration.ofMinutes(2);
    private static final String BUCKET_PREFIX = "KV_";

    /** A stream that refuses what it has no room for. */
    public static StreamSettings of(StreamSpec spec) {
        return new StreamSettings(spec, false);
    }

    /** A bucket of documents: a stream that keeps the last message of each subject. */
    public static StreamSettings bucket(String name, int replicas) {
        StreamSpec spec = new StreamSpec(
                BUCKET_PREFIX + name,
                List.of(bucketPrefix(name) + ">"),
                Duration.ZERO,
                -1,
                replicas,
                DEFAULT_DUPLICATE_WINDOW,
                1);
        return new StreamSettings(spec, true);
    }

    /** What the subjects of a bucket's documents begin with. */
    public static String bucketPrefix(String name) {
        return "$KV." + name + ".";
    }

    String name() {
        return spec.name();
    }

    /** For how long message ids are remembered; a shape without a window leaves it to the server. */
    long duplicateWindowNanos() {
        Duration asked = spec.duplicateWindow();
        return (asked.isZero() ? DEFAULT_DUPLICATE_WINDOW : asked).toNanos();
    }

    boolean captures(String subject) {
        return spec.subjects().stream().anyMatch(pattern -> Subjects.matches(pattern, subject));
    }
}
