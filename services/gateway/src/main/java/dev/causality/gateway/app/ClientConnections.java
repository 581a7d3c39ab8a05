package dev.causality.gateway.app;

import dev.causality.gateway.config.GatewaySettings;
import dev.causality.kernel.Kernel;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of clients. Helidon waits for ever for a client that sends slowly or does not read, and takes in a whole
 * chunk, however large, at once; so each connection is watched: how long it waits for its client, and how much it has
 * taken in that nobody has read yet (A7).
 */
final class ClientConnections implements ServerConnectionSelector {

    private final Kernel kernel;
    private final ClientLimits limits;
    private final ServerConnectionSelector http1;
    private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();

    ClientConnections(Kernel kernel, GatewaySettings settings) {
        this.kernel = kernel;
        this.limits = ClientLimits.of(settings);
        this.http1 = Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .sendKeepAliveHeader(false)
                        .addReceiveListener(new HeadListener())
                        .build())
                .build();
    }

    /** Closes every connection whose client has kept it waiting for too long. */
    void closeOverdue() {
        long now = kernel.nanoTime();
        connections.forEach(connection -> connection.closeIfOverdue(now));
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        ClientConnection connection = new ClientConnection(kernel, context, limits);
        ServerConnection served = http1.connection(connection);
        return new Registered(served, connection);
    }

    /** How long a client may take, and how much may wait to be read. */
    record ClientLimits(Duration idle, Duration head, Duration body, Duration answer, int unreadBytes) {

        private static final Duration HEAD = Duration.ofSeconds(15);
        private static final Duration ANSWER = Duration.ofSeconds(30);
        /** For what stands between the chunks of a body. */
        private static final int FRAMING = 64 * 1024;

        static ClientLimits of(GatewaySettings settings) {
            return new ClientLimits(
                    settings.http().idleTimeout(),
                    HEAD,
                    settings.core().limits().bodyTimeout(),
                    ANSWER,
                    settings.core().limits().bodyBytes() + FRAMING);
        }
    }

    /** Tells a connection that the head of a request is complete. */
    private static final class HeadListener implements Http1ConnectionListener {

        @Override
        public void headers(ConnectionContext context, Headers headers) {
            if (context instanceof ClientConnection connection) {
                connection.headComplete();
            }
        }
    }

    /** A connection that is in the list while it is served. */
    private final class Registered implements ServerConnection {

        private final ServerConnection served;
        private final ClientConnection connection;

        Registered(ServerConnection served, ClientConnection connection) {
            this.served = served;
            this.connection = connection;
        }

        @Override
        public void handle(io.helidon.common.concurrency.limits.Limit limit) throws InterruptedException {
            connections.add(connection);
            try {
                served.handle(limit);
            } catch (UnwantedBodyException answered) {
                connection.drain(answered.announcedBytes());
            } finally {
                connections.remove(connection);
            }
        }

        @Override
        public Duration idleTime() {
            return served.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            served.close(interrupt);
        }
    }
}
