package dev.causality.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causality.gateway.app.RawClient.Answer;
import dev.causality.gateway.config.GatewaySettings;
import dev.causality.gateway.core.Events;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.kernel.process.StartContext;
import dev.causality.kernel.settings.Settings;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.testservers.NatsServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gateway as clients meet it, over TCP. */
class HttpTest {

    private static final String TOKEN = "an-admin-token-for-tests";
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static NatsServer server;
    private static Kernel kernel;
    private static Telemetry telemetry;
    private static GatewayApp app;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        server = NatsServer.start();
        kernel = Kernels.jdk();
        telemetry = Telemetry.of(kernel);
        app = start(Map.of("BODY_READ_TIMEOUT", "2s", "RATE_LIMIT_ENABLED", "false", "IDLE_CONNECTION_TIMEOUT", "3s"));
        key = key(app);
    }

    @AfterAll
    static void stop() {
        app.stop(kernel.deadlineIn(Duration.ofSeconds(5)));
        telemetry.close();
        server.close();
    }

    @Test
    void events_go_in_and_connections_are_used_again() throws Exception {
        byte[] body = Events.single(Events.event("shop"));
        try (RawClient client = new RawClient(app.port())) {
            for (int i = 0; i < 3; i++) {
                client.post("/v1/events/ingest", auth(), protobuf(), "Content-Length: " + body.length)
                        .send(body);
                Answer answer = client.read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Content-Type")).isEqualTo("application/x-protobuf");
                assertThat(answer.header("X-Request-ID")).isNotEmpty();
            }
        }
    }

    @Test
    void chunked_bodies_and_ones_that_wait_for_a_go_ahead_are_read() throws Exception {
        byte[] body = Events.single(Events.event("shop"));
        try (RawClient client = new RawClient(app.port())) {
            client.post("/v1/events/ingest", auth(), protobuf(), CHUNKED);
            for (byte b : body) {
                client.send("1\r\n").send(new byte[] {b}).send("\r\n");
            }
            client.send("0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);

            client.post(
                    "/v1/events/ingest", auth(), protobuf(), "Expect: 100-continue", "Content-Length: " + body.length);
            assertThat(client.read().status()).isEqualTo(100);
            client.send(body);
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void a5_a_body_of_6_mib_is_413_and_the_client_gets_to_read_that() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    request("/v1/events/batch")
                            .POST(BodyPublishers.ofByteArray(new byte[6 << 20]))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.body()).contains("body_too_large");
            assertThat(response.headers().firstValue("Connection")).contains("close");
        }
    }

    @Test
    void a5_a_body_that_is_announced_too_large_is_413_before_it_is_sent() throws Exception {
        try (RawClient client = new RawClient(app.port())) {
            client.post("/v1/events/batch", auth(), protobuf(), "Content-Length: 6000000", "Expect: 100-continue");

            Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(client.closedByServer()).isTrue();
        }
    }

    @Test
    void a5_a_chunked_body_over_the_limit_is_413() throws Exception {
        try (RawClient client = new RawClient(app.port())) {
            client.post("/v1/events/batch", auth(), protobuf(), CHUNKED);
            byte[] chunk = new byte[1 << 20];
            for (int i = 0; i < 6; i++) {
                client.send(Integer.toHexString(chunk.length) + "\r\n")
                        .send(chunk)
                        .send("\r\n");
            }

            assertThat(client.read().status()).isEqualTo(413);
            assertThat(client.closedByServer()).isTrue();
        }
    }

    @Test
    void a7_a_chunk_without_end_is_cut_off() throws Exception {
        try (RawClient client = new RawClient(app.port())) {
            client.post("/v1/events/batch", auth(), protobuf(), CHUNKED);
            client.send("7fffffff\r\n");
            byte[] piece = new byte[1 << 20];

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            client.send(piece);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a7_a_chunk_size_without_end_is_cut_off() throws Exception {
        try (RawClient client = new RawClient(app.port())) {
            client.post("/v1/events/batch", auth(), protobuf(), CHUNKED);
            byte[] zeros = "0".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            client.send(zeros);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a7_a_client_that_drips_its_body_is_408() throws Exception {
        try (RawClient client = new RawClient(app.port())) {
            client.post("/v1/events/ingest", auth(), protobuf(), "Content-Length: 1000");
            CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> uncheckedRead(client));
            while (!answer.isDone()) {
                try {
                    client.send("x");
                } catch (IOException closed) {
                    break;
                }
                Thread.sleep(100);
            }

            assertThat(answer.get().status()).isEqualTo(408);
            assertThat(answer.get().body()).contains("body_timeout");
        }
    }

    @Test
    void a7_clients_that_stop_sending_are_disconnected() throws Exception {
        try (RawClient inHead = new RawClient(app.port());
                RawClient inBody = new RawClient(app.port());
                RawClient idle = new RawClient(app.port())) {
            inHead.send("POST /v1/events/ingest HTTP/1.1\r\nHost: lo");
            inBody.post("/v1/events/ingest", auth(), protobuf(), "Content-Length: 1000")
                    .send("abc");

            assertThat(idle.closedByServer()).isTrue();
            assertThat(inBody.closedByServer()).isTrue();
            assertThat(inHead.closedByServer()).isTrue();
        }
    }

    @Test
    void a5_what_is_not_http_is_400_in_json() throws Exception {
        for (String nonsense :
                new String[] {"nonsense\r\n\r\n", "POST /v1 HTTP/1.1\r\nbroken\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"}) {
            try (RawClient client = new RawClient(app.port())) {
                Answer answer = client.send(nonsense).read();

                assertThat(answer.status()).as(nonsense).isBetween(400, 505);
                assertThat(answer.header("Content-Type")).isEqualTo("application/json");
                assertThat(new ObjectMapper()
                                .readTree(answer.body())
                                .path("error")
                                .path("code")
                                .asText())
                        .isNotEmpty();
                assertThat(client.closedByServer()).isTrue();
            }
        }
    }

    @Test
    void a5_a_request_refused_before_its_body_was_read_does_not_leave_it_to_be_taken_for_another_request()
            throws Exception {
        try (RawClient client = new RawClient(app.port())) {
            String smuggled = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
            client.post("/v1/events/ingest", "X-API-Key: wrong", protobuf(), "Content-Length: " + smuggled.length())
                    .send(smuggled);

            assertThat(client.read().status()).isEqualTo(401);
            assertThat(client.closedByServer()).isTrue();
        }
    }

    @Test
    void a7_clients_without_a_key_that_never_send_their_bodies_take_no_place_and_are_disconnected() throws Exception {
        GatewayApp small = start(Map.of("MAX_CONCURRENT_REQUESTS", "2", "BODY_READ_TIMEOUT", "10m"));
        List<RawClient> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                RawClient client = new RawClient(small.port());
                silent.add(client);
                client.post("/v1/events/ingest", protobuf(), i % 2 == 0 ? "Content-Length: 100" : CHUNKED);
                assertThat(client.read().status()).isEqualTo(401);
                // An answer is read a moment before its place is free.
                await().atMost(PATIENCE).until(() -> health(small.port()) == 200);
            }

            assertThat(silent).allMatch(RawClient::closedByServer);
        } finally {
            for (RawClient client : silent) {
                client.close();
            }
            small.stop(kernel.deadlineIn(Duration.ofSeconds(5)));
        }
    }

    @Test
    void a5_a_client_without_a_key_gets_to_read_that_although_it_sends_a_large_chunk() throws Exception {
        try (RawClient client = new RawClient(app.port())) {
            client.post("/v1/events/batch", protobuf(), CHUNKED)
                    .send("400000\r\n")
                    .send(new byte[4 << 20])
                    .send("\r\n0\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(401);
            assertThat(client.closedByServer()).isTrue();
        }
    }

    @Test
    void m1_requests_are_counted_by_route_and_never_by_path() throws Exception {
        try (RawClient client = new RawClient(app.port())) {
            client.send("DELETE /v1/admin/keys/0123456789 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(401);
            client.send("GET /secret/path HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(404);
        }

        // A request is counted once its answer has gone out.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(new String(telemetry.scrape("").body(), StandardCharsets.UTF_8))
                        .contains("http_request_total{method=\"DELETE\",path=\"/v1/admin/keys/{id}\",status=\"401\"} 1")
                        .contains("http_request_total{method=\"GET\",path=\"unmatched\",status=\"404\"}")
                        .doesNotContain("0123456789")
                        .doesNotContain("/secret"));
    }

    @Test
    void health_and_readiness_are_served_beside_the_api() throws Exception {
        try (RawClient client = new RawClient(app.port())) {
            client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            client.send("GET /ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void a1_stopping_lets_requests_under_way_finish_and_takes_no_more() throws Exception {
        GatewayApp stopping = start(Map.of("NATS_STREAM_NAME", "CAUSALITY_EVENTS"));
        int port = stopping.port();
        String itsKey = key(stopping);
        byte[] body = Events.single(Events.event("shop"));
        try (RawClient slow = new RawClient(port);
                RawClient next = new RawClient(port)) {
            slow.post("/v1/events/ingest", "X-API-Key: " + itsKey, protobuf(), "Content-Length: " + body.length);
            slow.send(new byte[] {body[0]});
            await().atMost(PATIENCE)
                    .until(() -> new String(telemetry.scrape("").body(), StandardCharsets.UTF_8)
                            .contains("gateway_requests_in_flight 1"));

            CompletableFuture<Optional<String>> left =
                    CompletableFuture.supplyAsync(() -> stopping.stop(kernel.deadlineIn(Duration.ofSeconds(10))));
            await().atMost(PATIENCE).until(() -> {
                next.send("GET /v1/events/ingest HTTP/1.1\r\nHost: localhost\r\n\r\n");
                return next.read().header("Connection").equals("close");
            });
            slow.send(java.util.Arrays.copyOfRange(body, 1, body.length));

            assertThat(slow.read().status()).isEqualTo(200);
            assertThat(left.get()).isEmpty();
            assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
        }
    }

    private static GatewayApp start(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "HTTP_ADDR",
                "127.0.0.1:0",
                "NATS_URL",
                server.url(),
                "ADMIN_TOKEN",
                TOKEN,
                "NATS_STREAM_MAX_BYTES",
                "64MiB"));
        all.putAll(settings);
        GatewayApp started = GatewayApp.start(
                new StartContext(kernel, telemetry, Cancellation.NEVER), Settings.read(all, GatewaySettings::declare));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(started.notReady()).isEmpty());
        return started;
    }

    private static String key(GatewayApp of) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of.port() + "/v1/admin/keys"))
                            .header("Authorization", "Bearer " + TOKEN)
                            .POST(BodyPublishers.ofString("{\"app_id\":\"shop\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            return new ObjectMapper().readTree(response.body()).get("key").asText();
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
                .header("X-API-Key", key)
                .header("Content-Type", "application/x-protobuf");
    }

    private static Answer uncheckedRead(RawClient client) {
        try {
            return client.read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int health(int port) throws IOException {
        try (RawClient client = new RawClient(port)) {
            return client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .read()
                    .status();
        }
    }

    private static String auth() {
        return "X-API-Key: " + key;
    }

    private static String protobuf() {
        return "Content-Type: application/x-protobuf";
    }
}
