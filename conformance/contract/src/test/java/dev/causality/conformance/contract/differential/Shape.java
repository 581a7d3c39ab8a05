package dev.causality.conformance.contract.differential;

import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.List;

/** The settings of a run. */
public record Shape(int maxDeliver, int maxAckPending, boolean filtered, boolean small) {

    /** One step's time, long beside what a step takes. */
    static final Duration SLOT = Duration.ofMillis(100);

    /** Ends well between two steps, and so does a second one that begins when the first ends. */
    static final Duration ACK_WAIT = SLOT.multipliedBy(16).dividedBy(3);

    static final Duration NAK_DELAY = SLOT.multipliedBy(7).dividedBy(3);
    static final Duration PULL_EXPIRES = SLOT.multipliedBy(17).dividedBy(2);

    /** By how much a step may be late without coming near a timer. */
    static final Duration TOLERANCE = SLOT.dividedBy(4);

    static final String CONSUMER = "C";
    private static final long SMALL_BYTES = 600;

    StreamSpec stream(String name) {
        return new StreamSpec(
                name, List.of(name + ".>"), Duration.ZERO, small ? SMALL_BYTES : -1, 1, Duration.ofMinutes(2), -1);
    }

    static StreamSpec advisories(String name, String stream) {
        String prefix = "$JS.EVENT.ADVISORY.CONSUMER.";
        return new StreamSpec(
                name,
                List.of(prefix + "MAX_DELIVERIES." + stream + ".*", prefix + "MSG_TERMINATED." + stream + ".*"),
                Duration.ZERO,
                -1,
                1,
                Duration.ofMinutes(2),
                -1);
    }

    ConsumerSpec consumer(String stream) {
        return new ConsumerSpec(CONSUMER, filtered ? stream + ".a" : ">", ACK_WAIT, maxAckPending, maxDeliver);
    }
}
