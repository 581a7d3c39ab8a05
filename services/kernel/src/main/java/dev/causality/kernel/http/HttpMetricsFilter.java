package dev.causality.kernel.http;

import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.HttpMethod;
import dev.causality.kernel.telemetry.Route;
import dev.causality.kernel.telemetry.Telemetry;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
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
 * <p>Helidon shows no filter what it refuses before routing: malformed requests, and bodies whose announced length is over
 * its own limit. A service that wants such bodies counted sets that limit high and refuses them itself.
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

    /**
     * {@inheritDoc}
     *
     * <p>Helidon answers most requests through the response, which then says that it was sent. A refusal that is thrown
     * and that no error handler takes is answered behind its back; it is counted when it passes.
     */
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Answered answered = new Answered(request);
        response.whenSent(() -> answered.with(response.status()));
        try {
            chain.proceed();
        } catch (HttpException refused) {
            answered.with(refused.status());
            throw refused;
        } catch (RequestException refused) {
            answered.with(refused.status());
            throw refused;
        }
    }

    /** One request, counted once. Used by the request's own thread only. */
    private final class Answered {

        private final RoutingRequest request;
        private final long start = kernel.nanoTime();
        private boolean counted;

        Answered(RoutingRequest request) {
            this.request = request;
        }

        void with(Status status) {
            if (!counted) {
                counted = true;
                HttpMethod method = HttpMethod.of(request.prologue().method().text());
                Duration duration = Duration.ofNanos(kernel.nanoTime() - start);
                telemetry.requestAnswered(method, route(request), status.code(), duration);
            }
        }
    }

    private Route route(RoutingRequest request) {
        return request.context()
                .get(HttpMetricsFilter.class, String.class)
                .or(request::matchingPattern)
                .map(telemetry::route)
                .orElse(Route.UNMATCHED);
    }
}
