package dev.causality.gateway.app;

import dev.causality.gateway.config.GatewaySettings;
import dev.causality.gateway.core.Gateway;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Task;
import dev.causality.kernel.http.HttpMetricsFilter;
import dev.causality.kernel.http.HttpServers;
import dev.causality.kernel.settings.Address;
import dev.causality.kernel.telemetry.Telemetry;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The HTTP server: one virtual thread for each connection, every request to the core. It limits what the core does not
 * see: connections, and how long a client may take (see {@link ClientConnections}).
 */
final class HttpFront implements AutoCloseable {

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_GRACE = Duration.ofMillis(200);
    /** Requests that the core has answered and whose answer is still being sent count here too. */
    private static final int ANSWERS_PER_REQUEST = 2;

    private final WebServer server;
    private final RequestHandler handler;
    private final CancellationSource closing;
    private final Task sweeper;

    private HttpFront(WebServer server, RequestHandler handler, CancellationSource closing, Task sweeper) {
        this.server = server;
        this.handler = handler;
        this.closing = closing;
        this.sweeper = sweeper;
    }

    /**
     * Starts the server.
     *
     * @throws UncheckedIOException when the address cannot be listened on
     */
    static HttpFront start(Kernel kernel, Telemetry telemetry, Gateway gateway, GatewaySettings settings) {
        RequestHandler handler = new RequestHandler(kernel, gateway);
        ClientConnections connections = new ClientConnections(kernel, settings);
        WebServerConfig.Builder configuration = WebServer.builder()
                .shutdownGracePeriod(CLOSE_GRACE)
                .maxTcpConnections(settings.http().maxConnections())
                .maxConcurrentRequests(
                        ANSWERS_PER_REQUEST * settings.core().limits().requests())
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(connections)
                .directHandlers(direct(new MalformedHttp(telemetry)))
                .routing(routing -> routing.addFilter(new HttpMetricsFilter(kernel, telemetry))
                        .any(handler));
        WebServer server = listen(configuration, settings.http().address());
        CancellationSource closing = kernel.newCancellation();
        Task sweeper = kernel.start("gateway-slow-clients", () -> {
            while (kernel.sleep(SWEEP_INTERVAL, closing)) {
                connections.closeOverdue();
            }
        });
        return new HttpFront(server, handler, closing, sweeper);
    }

    private static WebServer listen(WebServerConfig.Builder configuration, Address address) {
        try {
            return HttpServers.start(configuration, address);
        } catch (UncheckedIOException refused) {
            throw new UncheckedIOException("HTTP_ADDR: " + refused.getMessage(), refused.getCause());
        }
    }

    private static DirectHandlers direct(DirectHandler handler) {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    /** The port it listens on, which the system chose where the address said 0. */
    int port() {
        return server.port();
    }

    /** From now on each connection is closed behind the answer to its next request. */
    void closeAfterAnswers() {
        handler.closeAfterAnswers();
    }

    @Override
    public void close() {
        server.stop();
        closing.cancel();
        sweeper.join(Deadline.NEVER);
    }
}
