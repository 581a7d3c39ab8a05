package dev.causality.conformance.contract.differential;

import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;

/** A real server, whose timers are watched. */
public final class RealServer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final NatsServer server = NatsServer.start();
    private Connection connection;
    private Pulse pulse;

    private RealServer() throws IOException, JetStreamApiException, InterruptedException {
        connection = connect();
        pulse = new Pulse(connection);
    }

    /** Starts one of its own. */
    public static RealServer start() throws Exception {
        return new RealServer();
    }

    /** A connection that is not repaired when it breaks. */
    Connection connect() throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server(server.url())
                .noReconnect()
                .connectionTimeout(LIMIT)
                .build());
    }

    /** The longest that a timer was late since then, a moment of {@link System#nanoTime}. */
    long latest(long from) {
        return pulse.latest(from, System.nanoTime());
    }

    /** Stops in order; nobody else may be using it. */
    void stop() throws InterruptedException {
        pulse.close();
        connection.close();
        server.stop();
    }

    /** Starts again. */
    void startAgain() throws IOException, InterruptedException {
        server.restart();
        connection = connect();
    }

    /** After a start, once JetStream answers. */
    void watchAgain() throws IOException, InterruptedException, JetStreamApiException {
        pulse = new Pulse(connection);
    }

    @Override
    public void close() throws Exception {
        connection.close();
        server.close();
    }
}
