package dev.causality.gateway.core;

import static dev.causality.gateway.core.GatewayFixture.error;
import static dev.causality.gateway.core.GatewayFixture.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.kernel.Task;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.testservers.NatsServer;
import dev.causality.v1.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More than the gateway takes: in requests, in bytes, in events per second. */
class OverloadTest {

    private NatsServer server;

    @BeforeEach
    void start() {
        server = NatsServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a7_requests_beyond_the_limit_are_503_at_once_while_the_others_wait_for_the_stream() {
        try (GatewayFixture gateway = new GatewayFixture(
                        server, Map.of("MAX_CONCURRENT_REQUESTS", "4", "PUBLISH_TIMEOUT", "3s"))
                .awaitReady()) {
            String key = gateway.key("shop");
            server.pause();
            ConcurrentLinkedQueue<Response> responses = new ConcurrentLinkedQueue<>();
            List<Task> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(
                        gateway.kernel.start("client", () -> responses.add(gateway.ingest(key, Events.event("shop")))));
            }
            await().atMost(GatewayFixture.PATIENCE)
                    .until(() -> metric(gateway.telemetry, "gateway_requests_in_flight") == 4);
            long start = System.nanoTime();

            Response shed = gateway.ingest(key, Events.event("shop"));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
            assertThat(shed.status()).isEqualTo(503);
            assertThat(error(shed).get("code").asText()).isEqualTo("overloaded");
            assertThat(header(shed, "Retry-After")).contains("1");
            server.resume();
            clients.forEach(client -> assertThat(client.join(gateway.kernel.deadlineIn(GatewayFixture.PATIENCE)))
                    .isTrue());
            assertThat(responses).hasSize(4);
            assertThat(metric(gateway.telemetry, "gateway_requests_in_flight")).isZero();
            assertThat(metric(gateway.telemetry, "gateway_in_flight_bytes")).isZero();
        }
    }

    @Test
    void a7_a_body_that_does_not_fit_beside_the_others_is_503() {
        try (GatewayFixture gateway = new GatewayFixture(
                        server,
                        Map.of(
                                "MAX_BODY_SIZE", "1MiB",
                                "MAX_BATCH_EVENTS", "10",
                                "MAX_IN_FLIGHT_BYTES", "2200KiB",
                                "PUBLISH_TIMEOUT", "3s",
                                "RATE_LIMIT_ENABLED", "false"))
                .awaitReady()) {
            String key = gateway.key("shop");
            server.pause();
            EventEnvelope.Builder large = Events.event("shop");
            large.getScreenViewBuilder().putParams("blob", "x".repeat(900_000));
            Task client = gateway.kernel.start("client", () -> gateway.ingest(key, large));
            await().atMost(GatewayFixture.PATIENCE)
                    .until(() -> metric(gateway.telemetry, "gateway_in_flight_bytes") > 900_000);

            Response shed = gateway.ingest(key, large.clone());

            assertThat(shed.status()).isEqualTo(503);
            assertThat(error(shed).get("code").asText()).isEqualTo("overloaded");
            server.resume();
            assertThat(client.join(gateway.kernel.deadlineIn(GatewayFixture.PATIENCE)))
                    .isTrue();
            assertThat(gateway.ingest(key, large).status()).isEqualTo(200);
        }
    }

    @Test
    void a5_the_rate_counts_events_and_a_batch_is_taken_whole_or_not_at_all() {
        try (GatewayFixture gateway = new GatewayFixture(
                        server, Map.of("RATE_LIMIT_PER_KEY_RPS", "10", "RATE_LIMIT_PER_KEY_BURST", "100"))
                .awaitReady()) {
            String key = gateway.key("shop");
            assertThat(gateway.batch(key, events(95)).status()).isEqualTo(200);

            Response limited = gateway.batch(key, events(50));

            assertThat(limited.status()).isEqualTo(429);
            assertThat(error(limited).get("code").asText()).isEqualTo("rate_limited");
            assertThat(error(limited).get("retryable").asBoolean()).isTrue();
            assertThat(Integer.parseInt(header(limited, "Retry-After").orElseThrow()))
                    .isBetween(4, 5);
            assertThat(gateway.ingest(key, Events.event("shop")).status()).isEqualTo(200);
            assertThat(gateway.ingest(gateway.key("shop"), Events.event("shop")).status())
                    .as("another key has a bucket of its own")
                    .isEqualTo(200);
            assertThat(gateway.state().messages()).isEqualTo(97);
        }
    }

    @Test
    void m1_what_was_accepted_refused_and_dropped_is_what_the_metrics_say() {
        try (GatewayFixture gateway = new GatewayFixture(server, Map.of()).awaitReady()) {
            String key = gateway.key("shop");
            List<EventEnvelope.Builder> events = events(10);
            gateway.batch(key, events);
            gateway.batch(key, events);
            gateway.ingest(key, Events.event("shop").clearDeviceId());
            gateway.ingest("0".repeat(64), Events.event("shop"));

            assertThat(metric(gateway.telemetry, "gateway_events_accepted_total"))
                    .isEqualTo(20);
            assertThat(metric(gateway.telemetry, "dedup_dropped_total")).isEqualTo(10);
            assertThat(metric(gateway.telemetry, "nats_messages_processed_total"))
                    .isEqualTo(10);
            assertThat(metric(gateway.telemetry, "gateway_events_refused_total{reason=\"invalid_event\"}"))
                    .isEqualTo(1);
            assertThat(metric(gateway.telemetry, "gateway_events_refused_total{reason=\"unauthenticated\"}"))
                    .isEqualTo(1);
            assertThat(metric(gateway.telemetry, "gateway_api_keys")).isEqualTo(1);
        }
    }

    private static List<EventEnvelope.Builder> events(int count) {
        List<EventEnvelope.Builder> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(Events.event("shop"));
        }
        return events;
    }

    /** The value of the one series whose line begins so. */
    private static double metric(Telemetry telemetry, String series) {
        return new String(telemetry.scrape("").body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(series + " ") || line.startsWith(series + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
