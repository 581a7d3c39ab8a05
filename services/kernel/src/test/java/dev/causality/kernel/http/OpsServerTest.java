package dev.causality.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.kernel.Kernels;
import dev.causality.kernel.settings.Address;
import dev.causality.kernel.telemetry.Part;
import dev.causality.kernel.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpsServerTest {

    private final Telemetry telemetry = Telemetry.of(Kernels.jdk(), Part.REACTION);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Settable condition = new Settable();
    private final OpsServer server = OpsServer.start(new Address("", 0), telemetry, condition);

    private static final class Settable implements ProcessCondition {

        private volatile Optional<String> unhealthy = Optional.empty();
        private volatile Optional<String> notReady = Optional.empty();
        private volatile boolean broken;

        @Override
        public Optional<String> unhealthy() {
            if (broken) {
                throw new IllegalStateException("cannot look");
            }
            return unhealthy;
        }

        @Override
        public Optional<String> notReady() {
            return notReady;
        }
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
        telemetry.close();
    }

    @Test
    void m2_health_and_readiness_are_told_apart_with_their_reasons() throws Exception {
        condition.notReady = Optional.of("NATS is away since 12:00");

        assertThat(get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/ready").body()).isEqualTo("{\"status\":\"failing\",\"reason\":\"NATS is away since 12:00\"}");
        assertThat(get("/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void m2_a_condition_follows_the_process() throws Exception {
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        condition.unhealthy = Optional.of("a \"quoted\"\nreason");

        assertThat(get("/health").body())
                .isEqualTo("{\"status\":\"failing\",\"reason\":\"a \\\"quoted\\\"\\nreason\"}");
    }

    @Test
    void m2_a_condition_that_cannot_be_asked_for_is_a_bad_one() throws Exception {
        condition.broken = true;

        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(get("/health").body()).contains("cannot look");
    }

    @Test
    void metrics_come_alone_when_they_are_asked_for_by_name() throws Exception {
        String some = get("/metrics?name%5B%5D=rules_evaluated_total&name%5B%5D=alerts_fired_total")
                .body();

        assertThat(some.lines().filter(line -> line.startsWith("# TYPE")))
                .containsExactlyInAnyOrder("# TYPE rules_evaluated_total counter", "# TYPE alerts_fired_total counter");
        assertThat(get("/metrics?name%5B%5D=no_such_metric").body()).isEmpty();
    }

    @Test
    void metrics_come_in_the_format_that_is_asked_for() throws Exception {
        HttpResponse<String> text = get("/metrics");
        HttpResponse<String> modern = get("/metrics", "application/openmetrics-text; version=1.0.0");

        assertThat(text.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.body()).contains("# TYPE alerts_fired_total counter", "alerts_fired_total 0.0");
        assertThat(modern.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(modern.body()).endsWith("# EOF\n");
    }

    @Test
    void whatever_else_is_asked_for_is_not_there() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
    }

    @Test
    void an_address_that_is_taken_is_refused_with_the_reason() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Address address = new Address("", taken.getLocalPort());

            assertThatThrownBy(() -> OpsServer.start(address, telemetry, condition))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(":" + taken.getLocalPort())
                    .hasRootCauseMessage("Address already in use");
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(path, "*/*");
    }

    private HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri).header("Accept", accept).build(), HttpResponse.BodyHandlers.ofString());
    }
}
