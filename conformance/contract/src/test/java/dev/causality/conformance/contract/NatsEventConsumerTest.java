package dev.causality.conformance.contract;

import dev.causality.ports.EventStreams;
import dev.causality.testservers.NatsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NatsEventConsumerTest extends EventConsumerContract {

    private static RealNats nats;

    @BeforeAll
    static void start() {
        nats = new RealNats(NatsServer.start());
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Override
    protected Stage<EventStreams> stage() {
        return nats.stage();
    }
}
