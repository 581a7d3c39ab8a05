package dev.causality.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causality.gateway.core.Events;
import dev.causality.testservers.ChildProcess;
import dev.causality.testservers.FreePorts;
import dev.causality.testservers.NatsServer;
import dev.causality.v1.EventEnvelope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The gateway as a process of its own. */
class ProcessTest {

    private static final String TOKEN = "an-admin-token-for-tests";

    /** What is above zero in a gateway that took events and repeats, refused a request and lost its connection once. */
    private static final List<String> COUNTED = List.of(
            "http_request_total",
            "http_request_errors_total",
            "http_request_duration_milliseconds_count",
            "nats_messages_processed_total",
            "nats_publishes_total",
            "nats_reconnects_total",
            "nats_connected",
            "dedup_dropped_total",
            "gateway_events_accepted_total",
            "gateway_events_refused_total",
            "gateway_api_keys",
            "jvm_threads_current",
            "jvm_memory_used_bytes",
            "process_cpu_seconds_total");

    /** The labels of a sample, if it has some, and a value that is not zero. */
    private static final String ABOVE_ZERO = "(\\{.*})? (?!0\\.0$)[0-9]";

    private static final Duration BACKOFF = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void it_starts_says_that_it_is_ready_and_ends_with_0_when_told_to_stop() throws Exception {
        int http = FreePorts.next();
        int ops = FreePorts.next();
        try (NatsServer server = NatsServer.start();
                ChildProcess gateway = start(server, http, ops, Map.of())) {
            gateway.awaitReady(PATIENCE, () -> status(http, "/ready") == 200 && status(ops, "/ready") == 200);
            assertThat(status(ops, "/health")).isEqualTo(200);
            assertThat(get(ops, "/metrics"))
                    .contains("gateway_events_accepted_total")
                    .contains("jvm_");
            assertThat(status(http, "/metrics")).isEqualTo(404);

            assertThat(gateway.stop(PATIENCE)).hasValue(0);
            assertThat(gateway.output()).doesNotContain(TOKEN);
        }
    }

    @Test
    void m1_the_metrics_of_a_running_gateway_tell_of_the_work_that_it_has_done() throws Exception {
        int http = FreePorts.next();
        int ops = FreePorts.next();
        try (NatsServer server = NatsServer.start();
                ChildProcess gateway = start(server, http, ops, Map.of())) {
            gateway.awaitReady(PATIENCE, () -> status(http, "/ready") == 200 && status(ops, "/ready") == 200);
            String key = key(http);
            byte[] batch = batch(10, 100);
            assertThat(post(http, key, "application/x-protobuf", batch)).isEqualTo(200);
            assertThat(post(http, key, "application/x-protobuf", batch)).isEqualTo(200);
            assertThat(post(http, key, "application/x-protobuf", new byte[] {1}))
                    .isEqualTo(400);
            server.kill();
            await().atMost(PATIENCE).until(() -> status(ops, "/ready") == 503);
            server.restart();
            await().atMost(PATIENCE).until(() -> status(ops, "/ready") == 200);

            String metrics = get(ops, "/metrics");

            assertThat(COUNTED).allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + ABOVE_ZERO));
        }
    }

    @Test
    void a_setting_that_is_wrong_ends_it_at_once_with_its_name() throws Exception {
        try (NatsServer server = NatsServer.start();
                ChildProcess gateway =
                        start(server, FreePorts.next(), FreePorts.next(), Map.of("MAX_BATCH_EVENTS", "many"))) {
            assertThat(gateway.awaitExit(PATIENCE).orElseThrow()).isNotZero();
            assertThat(gateway.output()).contains("MAX_BATCH_EVENTS");
        }
    }

    @Test
    void a_port_that_is_taken_ends_it_with_the_address_and_the_setting() throws Exception {
        try (NatsServer server = NatsServer.start();
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildProcess gateway = start(server, other.getLocalPort(), FreePorts.next(), Map.of())) {
            assertThat(gateway.awaitExit(PATIENCE)).hasValue(3);
            assertThat(gateway.output())
                    .contains("gateway cannot start: HTTP_ADDR: cannot listen on 127.0.0.1:" + other.getLocalPort())
                    .doesNotContain("\"running\"");
        }
    }

    /**
     * Many more large bodies at once than the heap could hold: each client keeps sending the largest bodies there may be,
     * in the more expensive format. Nothing but 200, 429 and 503 is answered, the process lives, and when it is over it
     * works as before.
     */
    @Test
    void a7_overload_is_shed_at_bounded_memory() throws Exception {
        int http = FreePorts.next();
        try (NatsServer server = NatsServer.start();
                ChildProcess gateway = start(
                        server,
                        http,
                        FreePorts.next(),
                        Map.of("RATE_LIMIT_ENABLED", "false", "MAX_IN_FLIGHT_BYTES", "16MiB"),
                        "-Xmx96m",
                        "-XX:+ExitOnOutOfMemoryError")) {
            gateway.awaitReady(PATIENCE, () -> status(http, "/ready") == 200);
            String key = key(http);
            byte[] protobuf = batch(1000, 5000);
            byte[] json = jsonOfManyParts(4_900_000);
            Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                boolean inJson = i % 3 == 0;
                clients.add(Thread.startVirtualThread(() -> {
                    for (int round = 0; round < 10; round++) {
                        int status = inJson
                                ? post(http, key, "application/json", json)
                                : post(http, key, "application/x-protobuf", protobuf);
                        statuses.computeIfAbsent(status, _ -> new AtomicInteger())
                                .incrementAndGet();
                        if (status == 503) {
                            sleep(BACKOFF);
                        }
                    }
                }));
            }
            for (Thread client : clients) {
                client.join(Duration.ofMinutes(3));
            }

            assertThat(gateway.isAlive()).as(gateway.outputTail()).isTrue();
            assertThat(gateway.output()).doesNotContain("OutOfMemory");
            assertThat(statuses.keySet()).contains(200, 503).isSubsetOf(200, 503, 429, 413, -1);
            await().atMost(PATIENCE).until(() -> post(http, key, "application/x-protobuf", batch(10, 100)) == 200);
        }
    }

    /** Nearly all of a chunk from each of many clients that have no key: far more than the heap holds. */
    @Test
    void a7_chunks_of_clients_without_a_key_are_not_held() throws Exception {
        int http = FreePorts.next();
        List<RawClient> clients = new ArrayList<>();
        try (NatsServer server = NatsServer.start();
                ChildProcess gateway = start(
                        server,
                        http,
                        FreePorts.next(),
                        Map.of("MAX_IN_FLIGHT_BYTES", "16MiB"),
                        "-Xmx96m",
                        "-XX:+ExitOnOutOfMemoryError")) {
            gateway.awaitReady(PATIENCE, () -> status(http, "/ready") == 200);

            for (int i = 0; i < 40 && gateway.isAlive(); i++) {
                clients.add(sendMostOfAChunk(http));
            }

            assertThat(gateway.isAlive()).as(gateway.outputTail()).isTrue();
            await().atMost(PATIENCE).until(() -> status(http, "/health") == 200);
            assertThat(gateway.isAlive()).as(gateway.outputTail()).isTrue();
            assertThat(gateway.output()).doesNotContain("OutOfMemory");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** The client stays connected, for as long as it is let. */
    private static RawClient sendMostOfAChunk(int http) throws IOException {
        RawClient client = new RawClient(http);
        try {
            client.post("/v1/events/batch", "Content-Type: application/json", "Transfer-Encoding: chunked")
                    .send("4c4b40\r\n")
                    .send(new byte[4_900_000]);
        } catch (IOException cutOff) {
            return client;
        }
        return client;
    }

    private static ChildProcess start(
            NatsServer server, int http, int ops, Map<String, String> settings, String... options) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        Map<String, String> environment = new TreeMap<>(Map.of(
                "HTTP_ADDR",
                "127.0.0.1:" + http,
                "METRICS_ADDR",
                "127.0.0.1:" + ops,
                "NATS_URL",
                server.url(),
                "NATS_STREAM_MAX_BYTES",
                "2GiB",
                "ADMIN_TOKEN",
                TOKEN));
        environment.putAll(settings);
        return ChildProcess.builder("gateway", command).environment(environment).start();
    }

    /** One event of as many parts as there may be, padded: the worst there is to decode. */
    private static byte[] jsonOfManyParts(int size) {
        int entries = 99_000;
        String value = "\":\"" + "x".repeat(size / entries - 13) + "\",";
        StringBuilder json = new StringBuilder("{\"events\":[{\"appId\":\"shop\",\"customEvent\":{\"stringParams\":{");
        for (int i = 0; i < entries; i++) {
            json.append('"').append(1_000_000 + i).append(value);
        }
        return json.append("\"x\":\"\"}}}]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] batch(int count, int blob) {
        List<EventEnvelope.Builder> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventEnvelope.Builder event = Events.event("shop");
            event.getScreenViewBuilder().putParams("blob", "x".repeat(blob));
            events.add(event);
        }
        return Events.batch(events);
    }

    private static String key(int http) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/v1/admin/keys"))
                            .header("Authorization", "Bearer " + TOKEN)
                            .POST(BodyPublishers.ofString("{\"app_id\":\"shop\"}"))
                            .build(),
                    BodyHandlers.ofString());
            JsonNode created = new ObjectMapper().readTree(response.body());
            return created.get("key").asText();
        }
    }

    /** The status of the answer; -1 when the connection broke. */
    private static int post(int http, String key, String type, byte[] body) {
        try (RawClient client = new RawClient(http)) {
            client.post(
                            "/v1/events/batch",
                            "X-API-Key: " + key,
                            "Content-Type: " + type,
                            "Content-Length: " + body.length)
                    .send(body);
            return client.read().status();
        } catch (IOException broken) {
            return -1;
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(int port, String path) {
        try (RawClient client = new RawClient(port)) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .read()
                    .status();
        } catch (IOException notThere) {
            return -1;
        }
    }

    private static String get(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
