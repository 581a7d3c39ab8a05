package dev.causality.gateway.core;

import dev.causality.gateway.config.GatewayConfig;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.EventStreams;
import dev.causality.ports.PortException;
import dev.causality.retention.EventsStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the stream and the bucket of keys, trying again for as long as the server cannot be reached: a gateway that
 * starts before its server is not ready, not broken. A server that can be reached and yet refuses, time and again, has a
 * stream of another shape, or forbids what we need: that is for people to mend, and ends the process.
 */
final class Opening {

    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Enough for a cluster that is still electing a leader. */
    private static final int REFUSALS_BEFORE_FAILURE = 5;

    private final Kernel kernel;
    private final EventStreams streams;
    private final GatewayConfig config;
    private volatile Optional<String> obstacle = Optional.of("the stream has not been opened yet");
    private volatile Optional<String> failure = Optional.empty();

    Opening(Kernel kernel, EventStreams streams, GatewayConfig config) {
        this.kernel = kernel;
        this.streams = streams;
        this.config = config;
    }

    /** What stands in the way; empty once it is open. */
    Optional<String> obstacle() {
        return obstacle;
    }

    /** Why it will never be open. */
    Optional<String> failure() {
        return failure;
    }

    /** What was opened; empty when stopped, or when there is no hope. */
    Optional<Backend> open(Cancellation stopping) {
        int refusals = 0;
        while (!stopping.isCancelled()) {
            try {
                Backend backend = attempt(kernel.deadlineIn(TIMEOUT));
                obstacle = Optional.empty();
                return Optional.of(backend);
            } catch (PortException e) {
                String message = String.valueOf(e.getMessage());
                LOG.atWarn().addKeyValue("reason", message).log("the stream cannot be opened");
                obstacle = Optional.of(message);
                refusals = streams.connected() ? refusals + 1 : 0;
                if (refusals == REFUSALS_BEFORE_FAILURE) {
                    failure = obstacle;
                    return Optional.empty();
                }
            }
            kernel.sleep(PAUSE, stopping);
        }
        return Optional.empty();
    }

    private Backend attempt(Deadline deadline) {
        GatewayConfig.Stream shape = config.stream();
        return new Backend(
                streams,
                streams.open(
                        EventsStream.spec(shape.name(), shape.maxBytes(), shape.dedupWindow(), shape.replicas()),
                        deadline),
                streams.bucket(config.keys().bucket(), shape.replicas(), deadline));
    }
}
