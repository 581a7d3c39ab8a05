package dev.causality.retention;

import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.List;

/** The shape of the stream of events, which the gateway and every consumer open in the same way. */
public final class EventsStream {

    private static final List<String> SUBJECTS = List.of("events.>", "requests.>", "responses.>", "anomalies.>");

    private EventsStream() {}

    /**
     * The shape. The stream itself never drops a message for its age: the keeper purges what is finished with.
     *
     * @param maxBytes the stream's limit; -1 = none. A full stream refuses new messages
     * @param dedupWindow for how long a message id is remembered
     */
    public static StreamSpec spec(String name, long maxBytes, Duration dedupWindow, int replicas) {
        return new StreamSpec(name, SUBJECTS, Duration.ZERO, maxBytes, replicas, dedupWindow, -1);
    }
}
