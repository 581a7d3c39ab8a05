package dev.causality.conformance.contract.differential;

import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.List;

/** The settings of a run. */
public record Shape(int maxDeliver, int maxAckPending, boolean filtered, boolean small) {

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

    ConsumerSpec consumer(String stream, Tempo tempo) {
        return new ConsumerSpec(CONSUMER, filtered ? stream + ".a" : ">", tempo.ackWait(), maxAckPending, maxDeliver);
    }
}
