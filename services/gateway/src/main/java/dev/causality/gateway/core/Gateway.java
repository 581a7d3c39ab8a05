package dev.causality.gateway.core;

import dev.causality.gateway.config.GatewayConfig;
import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Ids;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Service;
import dev.causality.kernel.Task;
import dev.causality.kernel.telemetry.Gauge;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.EventStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway: answers HTTP requests, one call of {@link #handle} each. Safe for use by many tasks; each call blocks until
 * it has its answer, for no longer than the settings allow.
 */
public final class Gateway implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int NOT_READY_RETRY_SECONDS = 2;

    private final Kernel kernel;
    private final Ids ids;
    private final Capacity capacity;
    private final KeyIndex index;
    private final EventsApi events;
    private final AdminApi admin;
    private final GatewayMetrics metrics;
    private final Opening opening;
    private final Duration maxStaleness;
    private final CancellationSource stopping;
    private final List<Task> tasks = new ArrayList<>();
    private volatile Optional<Opened> opened = Optional.empty();

    /** What there is once stream and keys have been opened. */
    private record Opened(Backend backend, KeyFeed feed, KeyStore keys) {}

    private Gateway(Kernel kernel, Ports ports, GatewayConfig config) {
        this.kernel = kernel;
        this.ids = new Ids(kernel);
        this.capacity =
                new Capacity(kernel, config.limits().requests(), config.limits().inFlightBytes());
        this.index = new KeyIndex(kernel, config.usualRate());
        this.metrics = new GatewayMetrics(ports.telemetry());
        this.events = new EventsApi(kernel, config, index, new Intake(ids, new Publisher(kernel, metrics)), metrics);
        this.admin = new AdminApi(
                kernel, config.keys().adminToken(), index, config.limits().bodyTimeout());
        this.opening = new Opening(kernel, ports.streams(), config);
        this.maxStaleness = config.keys().maxStaleness();
        this.stopping = kernel.newCancellation();
    }

    /** Starts a gateway. It answers at once; until it has reached the stream, mostly with 503. */
    public static Gateway start(Kernel kernel, Ports ports, GatewayConfig config) {
        Gateway gateway = new Gateway(kernel, ports, config);
        gateway.observe(ports.telemetry(), ports.streams());
        gateway.tasks.add(kernel.start("gateway-opening", gateway::open));
        return gateway;
    }

    private void observe(Telemetry telemetry, EventStreams streams) {
        telemetry.observe(Gauge.GATEWAY_REQUESTS_IN_FLIGHT, capacity::placesTaken);
        telemetry.observe(Gauge.GATEWAY_BYTES_IN_FLIGHT, capacity::bytesTaken);
        telemetry.observe(Gauge.GATEWAY_API_KEYS, index::size);
        telemetry.observe(Gauge.NATS_CONNECTED, () -> streams.connected() ? 1 : 0);
    }

    private void open() {
        opening.open(stopping).ifPresent(backend -> {
            KeyFeed feed = new KeyFeed(kernel, backend.keys(), index, maxStaleness, stopping);
            opened = Optional.of(new Opened(backend, feed, new KeyStore(kernel, ids, backend.keys(), index)));
            Task pulse = kernel.start("gateway-key-pulse", feed::pulse);
            feed.follow();
            pulse.join(Deadline.NEVER);
        });
    }

    /** Answers a request. Never throws. */
    public Response handle(Request request) {
        RequestIds requestIds = RequestIds.of(request.headers(), ids::next);
        Route route = Route.of(request.path());
        try {
            return route(route, request, requestIds);
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("route", route.template())
                    .addKeyValue("request_id", requestIds.requestId())
                    .addKeyValue("correlation_id", requestIds.correlationId())
                    .log("a request could not be handled");
            return refuse(
                    route,
                    requestIds,
                    Problem.of(ErrorCode.INTERNAL, "an error of the gateway's own; it has been logged"));
        }
    }

    private Response route(Route route, Request request, RequestIds requestIds) {
        if (route == Route.UNKNOWN) {
            return refuse(route, requestIds, Problem.of(ErrorCode.NOT_FOUND, "there is nothing here; " + Route.HELP));
        }
        if (!route.answersTo(request.method())) {
            String message = route.template() + " answers to " + route.methods();
            return refuse(route, requestIds, Problem.of(ErrorCode.METHOD_NOT_ALLOWED, message));
        }
        return switch (route) {
            case HEALTH -> state(route, requestIds, failure());
            case READY -> state(route, requestIds, notReady());
            default -> admit(route, request, requestIds);
        };
    }

    private Response admit(Route route, Request request, RequestIds requestIds) {
        switch (capacity.enter()) {
            case FULL -> {
                return refuse(route, requestIds, BodyReader.overloaded());
            }
            case CLOSED -> {
                return refuse(route, requestIds, notReady("the gateway is stopping"));
            }
            case ENTERED -> {}
        }
        Capacity.Share share = capacity.newShare();
        try {
            return answer(route, request, requestIds, share);
        } finally {
            capacity.leave(share);
        }
    }

    private Response answer(Route route, Request request, RequestIds requestIds, Capacity.Share share) {
        Optional<Opened> now = opened;
        if (now.isEmpty()) {
            return refuse(route, requestIds, notReady("the gateway has not reached the stream yet"));
        }
        if (route == Route.KEYS || route == Route.KEY) {
            return admin.handle(route, request, requestIds, now.get().keys(), share);
        }
        if (!now.get().feed().current()) {
            return refuse(route, requestIds, notReady("the list of API keys is not up to date"));
        }
        return events.post(route, request, requestIds, now.get().backend(), share);
    }

    private Response refuse(Route route, RequestIds requestIds, Problem problem) {
        metrics.refused(problem);
        return Answers.refusal(route, requestIds, problem);
    }

    private static Problem notReady(String why) {
        return Problem.retryAfter(ErrorCode.NOT_READY, NOT_READY_RETRY_SECONDS, why + "; try again");
    }

    /** What a server answers to bytes that are no HTTP request, or to more requests than it takes at once. */
    public static Response notHttp(int status, String message) {
        Problem problem = status == ErrorCode.OVERLOADED.status()
                ? BodyReader.overloaded()
                : Problem.of(
                        status < 500 ? ErrorCode.MALFORMED : ErrorCode.INTERNAL,
                        "not a proper HTTP request: " + message);
        Response answer = Answers.refusal(Route.UNKNOWN, new RequestIds("-", "-"), problem);
        return new Response(answer.route(), status, answer.headers(), answer.body());
    }

    /** For load balancers: no reason is given here, for this address is open to the world. */
    private static Response state(Route route, RequestIds requestIds, Optional<String> obstacle) {
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("status", obstacle.isEmpty() ? "ok" : "unavailable");
            json.writeEndObject();
        });
        return Answers.of(route, requestIds, obstacle.isEmpty() ? 200 : 503, MediaType.JSON, body);
    }

    /** Lets no more requests in, and waits for those under way. */
    public boolean drain(Deadline deadline) {
        capacity.close();
        return capacity.awaitEmpty(deadline);
    }

    @Override
    public Optional<String> notReady() {
        Optional<Opened> now = opened;
        if (now.isEmpty()) {
            return opening.obstacle();
        }
        if (!now.get().backend().streams().connected()) {
            return Optional.of("not connected to the stream's server");
        }
        return now.get().feed().current()
                ? Optional.empty()
                : Optional.of("the list of API keys has not been confirmed for "
                        + now.get().feed().staleness().toSeconds() + " s");
    }

    @Override
    public Optional<String> failure() {
        Optional<String> broken = tasks.stream()
                .flatMap(task -> task.failure().stream().map(cause -> task.name() + ": " + cause))
                .findFirst();
        return opening.failure()
                .or(() -> opened.flatMap(now -> now.feed().failure()))
                .or(() -> broken);
    }

    @Override
    public Optional<String> stop(Deadline deadline) {
        boolean drained = drain(deadline);
        stopping.cancel();
        boolean ended = true;
        for (Task task : tasks) {
            ended &= task.join(deadline);
        }
        if (drained && ended) {
            return Optional.empty();
        }
        return Optional.of(capacity.placesTaken() + " requests were not answered in time");
    }
}
