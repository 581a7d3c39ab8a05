package dev.causality.gateway.app;

import dev.causality.gateway.core.Gateway;
import dev.causality.gateway.core.Request;
import dev.causality.gateway.core.Response;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.http.HttpMetricsFilter;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Takes each request to the core and its response back. Safe for use by all connections at once. */
final class RequestHandler implements Handler {

    private final Kernel kernel;
    private final Gateway gateway;
    /** Only the core's own header names come here: a handful. */
    private final Map<String, HeaderName> headerNames = new ConcurrentHashMap<>();

    private volatile boolean closeAfterAnswers;

    RequestHandler(Kernel kernel, Gateway gateway) {
        this.kernel = kernel;
        this.gateway = gateway;
    }

    void closeAfterAnswers() {
        closeAfterAnswers = true;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        RequestBody body = new RequestBody(kernel, request);
        Response answer = gateway.handle(new Request(
                request.prologue().method().text(),
                request.path().path(),
                name -> request.headers().first(headerName(name)),
                body));
        HttpMetricsFilter.answeredBy(request, answer.route());
        boolean close = closeAfterAnswers || !body.complete();
        send(answer, response, close);
        if (close) {
            throw body.complete() || body.waitsForGoAhead()
                    ? new CloseConnectionException("the answer was the last on this connection")
                    : new UnwantedBodyException(body.announced());
        }
    }

    private void send(Response answer, ServerResponse response, boolean close) {
        response.status(Status.create(answer.status()));
        for (Response.Header header : answer.headers()) {
            response.header(HeaderValues.create(headerName(header.name()), header.value()));
        }
        if (close) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (answer.body().length == 0) {
            response.send();
        } else {
            response.send(answer.body());
        }
    }

    private HeaderName headerName(String name) {
        return headerNames.computeIfAbsent(name, HeaderNames::create);
    }
}
