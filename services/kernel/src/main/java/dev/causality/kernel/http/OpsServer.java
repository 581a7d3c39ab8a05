package dev.causality.kernel.http;

import dev.causality.kernel.settings.Address;
import dev.causality.kernel.telemetry.Scrape;
import dev.causality.kernel.telemetry.Telemetry;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A small HTTP server for operators and their machines: {@code /metrics} in Prometheus's formats, all or those that its
 * parameters {@code name[]} name, as Prometheus's own exporters have it; {@code /health} and
 * {@code /ready} with 200 or 503 and a JSON body that gives the reason. It has limits of its own, so that it answers
 * while the service is overloaded.
 */
public final class OpsServer implements AutoCloseable {

    /** A few scrapers and probes; the rest of the world has no business here. */
    private static final int MAX_CONNECTIONS = 64;

    private static final int MAX_CONCURRENT_REQUESTS = 16;
    private static final String NAMES = "name[]";
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration STOP_GRACE = Duration.ofMillis(200);

    private final WebServer server;

    private OpsServer(WebServer server) {
        this.server = server;
    }

    /**
     * Starts the server.
     *
     * @throws java.io.UncheckedIOException when the address cannot be listened on
     */
    public static OpsServer start(Address address, Telemetry telemetry, ProcessCondition condition) {
        WebServerConfig.Builder configuration = WebServer.builder()
                .maxTcpConnections(MAX_CONNECTIONS)
                .maxConcurrentRequests(MAX_CONCURRENT_REQUESTS)
                .idleConnectionTimeout(IDLE_TIMEOUT)
                .shutdownGracePeriod(STOP_GRACE)
                .routing(routing -> route(routing, telemetry, condition));
        return new OpsServer(HttpServers.start(configuration, address));
    }

    /** The port it listens on, which the system chose where the address said 0. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void route(HttpRouting.Builder routing, Telemetry telemetry, ProcessCondition condition) {
        routing.get("/metrics", (request, response) -> metrics(request, response, telemetry))
                .get("/health", (request, response) -> answer(response, condition::unhealthy))
                .get("/ready", (request, response) -> answer(response, condition::notReady));
    }

    private static void metrics(ServerRequest request, ServerResponse response, Telemetry telemetry) {
        Scrape scrape = telemetry.scrape(
                String.join(",", request.headers().values(HeaderNames.ACCEPT)),
                request.query().all(NAMES, List::of));
        response.header(HeaderNames.CONTENT_TYPE.defaultCase(), scrape.contentType());
        response.send(scrape.body());
    }

    /** A condition that cannot even be asked for is a bad one. */
    private static void answer(ServerResponse response, Supplier<Optional<String>> condition) {
        Optional<String> reason;
        try {
            reason = condition.get();
        } catch (RuntimeException broken) {
            reason = Optional.of("cannot tell: " + broken);
        }
        response.status(reason.isEmpty() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        response.header(HeaderNames.CONTENT_TYPE.defaultCase(), "application/json");
        response.header(HeaderNames.CACHE_CONTROL.defaultCase(), "no-store");
        response.send(ConditionBody.json(reason));
    }
}
