package dev.causality.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.kernel.telemetry.Rendered;
import dev.causality.kernel.telemetry.Telemetry;
import io.helidon.http.BadRequestException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpMetricsFilterTest {

    private static final int MAX_PAYLOAD = 1_000;

    private final Kernel kernel = Kernels.jdk();
    private final Telemetry telemetry = Telemetry.of(kernel);
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebServer server = WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .maxPayloadSize(MAX_PAYLOAD)
            .routing(this::route)
            .build();

    private void route(HttpRouting.Builder routing) {
        routing.addFilter(new HttpMetricsFilter(kernel, telemetry))
                .get("/v1/admin/keys/{id}", (request, response) -> response.send("a key"))
                .post(
                        "/v1/events/ingest",
                        (request, response) -> response.status(429).send())
                .get("/refused", (request, response) -> {
                    throw new BadRequestException("no");
                })
                .post(
                        "/body",
                        (request, response) -> response.send(request.content().as(String.class)))
                .get("/broken", (request, response) -> {
                    throw new IllegalStateException("broken");
                })
                .get("/core/*", (request, response) -> {
                    HttpMetricsFilter.answeredBy(request, "/core/{thing}");
                    response.send("from behind a catch-all");
                });
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        client.close();
        telemetry.close();
    }

    @Test
    void m1_requests_are_counted_by_route_template_and_never_by_path() throws Exception {
        send("GET", "/v1/admin/keys/1");
        send("GET", "/v1/admin/keys/2");

        assertCount("GET", "/v1/admin/keys/{id}", 200, 2);
        assertThat(Rendered.of(telemetry).text()).doesNotContain("keys/1");
    }

    @Test
    void m1_requests_that_no_route_answers_are_one_series() throws Exception {
        send("GET", "/wp-admin.php");
        send("GET", "/v1/admin/keys/1/2/3");

        assertCount("GET", "unmatched", 404, 2);
    }

    @Test
    void refusals_and_failures_are_counted_with_the_status_that_was_sent() throws Exception {
        send("POST", "/v1/events/ingest");
        send("GET", "/refused");
        send("GET", "/broken");

        assertCount("POST", "/v1/events/ingest", 429, 1);
        assertCount("GET", "/refused", 400, 1);
        assertCount("GET", "/broken", 500, 1);
        assertThat(Rendered.of(telemetry)
                        .value("http_request_errors_total{method=\"GET\",path=\"/broken\",status=\"500\"}"))
                .isEqualTo(1);
    }

    @Test
    void a_body_that_turns_out_too_large_is_counted_once() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/body"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[2 * MAX_PAYLOAD])))
                .build();

        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertCount("POST", "/body", 413, 1);
    }

    @Test
    void a_service_that_routes_by_itself_names_the_route() throws Exception {
        send("GET", "/core/17");

        assertCount("GET", "/core/{thing}", 200, 1);
    }

    @Test
    void methods_that_clients_make_up_are_one_label() throws Exception {
        send("BREW", "/wp-admin.php");

        assertCount("OTHER", "unmatched", 404, 1);
    }

    @Test
    void latency_is_recorded_beside_the_count() throws Exception {
        send("GET", "/v1/admin/keys/1");

        assertCount("GET", "/v1/admin/keys/{id}", 200, 1);
        String labels = "{method=\"GET\",path=\"/v1/admin/keys/{id}\",status=\"200\"}";
        assertThat(Rendered.of(telemetry).value("http_request_duration_milliseconds_count" + labels))
                .isEqualTo(1);
        assertThat(Rendered.of(telemetry).value("http_request_duration_milliseconds_sum" + labels))
                .isPositive();
    }

    private void send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        client.send(request, HttpResponse.BodyHandlers.discarding());
    }

    /** The client may have the answer a moment before it is counted. */
    private void assertCount(String method, String path, int status, int count) {
        String sample = "http_request_total{method=\"%s\",path=\"%s\",status=\"%d\"}".formatted(method, path, status);
        await().untilAsserted(
                        () -> assertThat(Rendered.of(telemetry).value(sample)).isEqualTo(count));
    }
}
