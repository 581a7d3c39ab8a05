package dev.causality.gateway.app;

import dev.causality.gateway.core.Gateway;
import dev.causality.gateway.core.Response;
import dev.causality.kernel.telemetry.HttpMethod;
import dev.causality.kernel.telemetry.Route;
import dev.causality.kernel.telemetry.Telemetry;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers what the HTTP server refuses before the core sees it: broken HTTP, or more requests than it takes at once. */
final class MalformedHttp implements DirectHandler {

    private final Telemetry telemetry;

    MalformedHttp(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status defaultStatus,
            ServerResponseHeaders responseHeaders,
            @Nullable String message) {
        int status = defaultStatus.code();
        telemetry.requestAnswered(HttpMethod.of(request.method()), Route.UNMATCHED, status, Duration.ZERO);
        Response answer = Gateway.notHttp(status, message == null ? defaultStatus.reasonPhrase() : message);
        TransportResponse.Builder response = TransportResponse.builder()
                .status(Status.create(answer.status()))
                .headers(responseHeaders)
                .keepAlive(false)
                .entity(answer.body());
        answer.headers().forEach(header -> response.header(HeaderValues.create(header.name(), header.value())));
        return response.build();
    }
}
