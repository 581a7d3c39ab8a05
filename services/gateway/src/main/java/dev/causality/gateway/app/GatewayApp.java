package dev.causality.gateway.app;

import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.gateway.config.GatewaySettings;
import dev.causality.gateway.core.Gateway;
import dev.causality.gateway.core.Ports;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Service;
import dev.causality.kernel.process.StartContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** The core, the HTTP server in front of it and the NATS connection behind it, as one service. */
final class GatewayApp implements Service {

    /** Of the time that stopping may take, what is left for closing connections after the last answer. */
    private static final Duration CLOSING = Duration.ofMillis(500);

    private final NatsStreams streams;
    private final Gateway gateway;
    private final HttpFront front;

    private GatewayApp(NatsStreams streams, Gateway gateway, HttpFront front) {
        this.streams = streams;
        this.gateway = gateway;
        this.front = front;
    }

    /** Starts everything; the HTTP server last. What has begun is ended again if that fails. */
    static GatewayApp start(StartContext context, GatewaySettings settings) {
        Kernel kernel = context.kernel();
        String servers = settings.natsServers().stream().map(URI::toString).collect(Collectors.joining(","));
        NatsStreams streams = NatsStreams.connect(
                NatsConfig.of(servers, "causality-gateway"), kernel, context.telemetry()::reconnected);
        Gateway gateway = Gateway.start(kernel, new Ports(streams, context.telemetry()), settings.core());
        try {
            HttpFront front = HttpFront.start(kernel, context.telemetry(), gateway, settings);
            return new GatewayApp(streams, gateway, front);
        } catch (RuntimeException e) {
            gateway.stop(kernel.deadlineIn(CLOSING));
            streams.close();
            throw e;
        }
    }

    int port() {
        return front.port();
    }

    @Override
    public Optional<String> notReady() {
        return gateway.notReady();
    }

    @Override
    public Optional<String> failure() {
        return gateway.failure();
    }

    /** While requests under way are finished, further ones are told to come back, on connections that are then closed. */
    @Override
    public Optional<String> stop(Deadline deadline) {
        Deadline drained = new Deadline(deadline.nanoTime() - CLOSING.toNanos());
        front.closeAfterAnswers();
        gateway.drain(drained);
        front.close();
        Optional<String> left = gateway.stop(deadline);
        streams.close();
        return left;
    }
}
