package dev.causality.conformance.contract;

import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.EventStreams;
import dev.causality.testservers.NatsServer;

/** A real server and a connection to it. */
final class RealNats implements AutoCloseable {

    private final NatsServer server;
    private final Kernel kernel = Kernels.jdk();
    private final NatsStreams streams;

    RealNats(NatsServer server) {
        this.server = server;
        this.streams = NatsStreams.connect(NatsConfig.of(server.url(), "contract"), kernel);
    }

    Stage<EventStreams> stage() {
        return Stage.of(kernel, streams);
    }

    @Override
    public void close() {
        streams.close();
        server.close();
    }
}
