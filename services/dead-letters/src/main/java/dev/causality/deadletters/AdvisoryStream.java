package dev.causality.deadletters;

import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.List;

/**
 * The stream that keeps what a server says about messages that consumers will not get again. The server says it once, to
 * whoever listens; a stream always listens. One such stream serves all consumers of a source stream, each of which has
 * a durable consumer here.
 */
public final class AdvisoryStream {

    /** The usual name. */
    public static final String DEFAULT_NAME = "CAUSALITY_ADVISORIES";

    private static final String ADVISORIES = "$JS.EVENT.ADVISORY.CONSUMER.";
    private static final String SUFFIX = "-advisories";

    /** Advisories have no message ids; this is the server's own default. */
    private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

    /** Long enough to settle and bury one batch; shorter only means that another replica starts over. */
    private static final Duration ACK_WAIT = Duration.ofSeconds(60);

    /** A replica holds {@link AdvisoryCapture#BATCH} at a time; the rest are those that wait to be tried again. */
    private static final int MAX_ACK_PENDING = 10_000;

    private static final int NO_LIMIT = -1;

    private AdvisoryStream() {}

    /**
     * The stream's shape.
     *
     * @param name its name
     * @param source the stream whose consumers it is about
     * @param maxAge for how long it keeps advisories: longer than every capture may ever be down
     */
    public static StreamSpec streamSpec(String name, String source, Duration maxAge, int replicas) {
        Duration window = maxAge.compareTo(DUPLICATE_WINDOW) < 0 ? maxAge : DUPLICATE_WINDOW;
        return new StreamSpec(
                name,
                List.of(ADVISORIES + "MAX_DELIVERIES." + source + ".*", ADVISORIES + "MSG_TERMINATED." + source + ".*"),
                maxAge,
                NO_LIMIT,
                replicas,
                window,
                NO_LIMIT);
    }

    /** The durable consumer that captures for {@code origin}; all replicas share it. */
    public static ConsumerSpec consumerSpec(Origin origin) {
        return consumerSpec(origin, ACK_WAIT);
    }

    /** The same with another ack wait: how long a capture that died keeps its advisories from the others. */
    static ConsumerSpec consumerSpec(Origin origin, Duration ackWait) {
        return new ConsumerSpec(
                consumerName(origin.consumer()),
                ADVISORIES + "*." + origin.stream() + "." + origin.consumer(),
                ackWait,
                MAX_ACK_PENDING,
                NO_LIMIT);
    }

    /** The name of the durable consumer that captures for a source stream's consumer of that name. */
    static String consumerName(String consumer) {
        return consumer + SUFFIX;
    }
}
