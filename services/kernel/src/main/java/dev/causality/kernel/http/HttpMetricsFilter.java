package dev.causality.kernel.http;

import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.HttpMethod;
import dev.causality.kernel.telemetry.Route;
import dev.causality.kernel.telemetry.Telemetry;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;

/**
 * Counts and times the requests that a Helidon server answers, by method, route template and status, until the answer
 * was sent. Register it as the first filter. Templates are those of Helidon's routing; a service that routes behind one
 * catch-all handler names its own with {@link #answeredBy}. Anything else is one route, "unmatched".
 *
 * <p>Safe for use by all requests at once.
 */
public final class HttpMetricsFilter implements Filter {

    private final Kernel kernel;
    private final Telemetry telemetry;

    public HttpMetricsFilter(Kernel kernel, Telemetry telemetry) {
        this.kernel = kernel;
        this.telemetry = telemetry;
    }

    /**
     * Says which route answers {@code request}, before the answer is sent.
     *
     * @param template from a closed set in the code, never the path that a client sent
     */
    public static void answeredBy(ServerRequest request, String template) {
        request.context().register(HttpMetricsFilter.class, template);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long start = kernel.nanoTime();
        response.whenSent(() -> telemetry.requestAnswered(
                HttpMethod.of(request.prologue().method().text()),
                route(request),
                response.status().code(),
                Duration.ofNanos(kernel.nanoTime() - start)));
        chain.proceed();
    }

    private Route route(RoutingRequest request) {
        return request.context()
                .get(HttpMetricsFilter.class, String.class)
                .or(request::matchingPattern)
                .map(telemetry::route)
                .orElse(Route.UNMATCHED);
    }
}
