package dev.causality.gateway.core;

import static dev.causality.gateway.core.GatewayFixture.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.ports.StreamSpec;
import dev.causality.testservers.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Starting without a server, against a wrong stream, and stopping. */
class StartTest {

    @Test
    void a4_the_stream_is_made_to_refuse_when_full_and_to_forget_nothing_by_age() {
        try (NatsServer server = NatsServer.start();
                GatewayFixture gateway = new GatewayFixture(server, Map.of()).awaitReady()) {
            assertThat(gateway.state().maxBytes()).isEqualTo(64L << 20);
            assertThat(gateway.gateway.failure()).isEmpty();
        }
    }

    @Test
    void a_stream_of_the_wrong_shape_ends_the_gateway_with_the_reason() {
        try (NatsServer server = NatsServer.start();
                GatewayFixture first = new GatewayFixture(server, Map.of("NATS_STREAM_NAME", "OTHER")).awaitReady()) {
            first.streams.open(
                    new StreamSpec(
                            "CAUSALITY_EVENTS",
                            List.of("events2.>"),
                            Duration.ofHours(1),
                            -1,
                            1,
                            Duration.ofMinutes(2),
                            -1),
                    first.kernel.deadlineIn(GatewayFixture.PATIENCE));
            try (GatewayFixture gateway = new GatewayFixture(server, Map.of())) {
                await().atMost(GatewayFixture.PATIENCE)
                        .untilAsserted(
                                () -> assertThat(gateway.gateway.failure()).isPresent());
                assertThat(gateway.gateway.failure().orElseThrow()).contains("CAUSALITY_EVENTS");
                assertThat(gateway.gateway.notReady()).isPresent();
            }
        }
    }

    @Test
    void a_gateway_that_is_there_before_its_server_answers_503_and_then_works() {
        NatsServer server = NatsServer.start();
        server.stop();
        try (server;
                GatewayFixture gateway = new GatewayFixture(server, Map.of())) {
            Response early = gateway.ingest("0".repeat(64), Events.event("shop"));
            assertThat(early.status()).isEqualTo(503);
            assertThat(error(early).get("code").asText()).isEqualTo("not_ready");
            assertThat(gateway.call("GET", "/health", Map.of(), new byte[0]).status())
                    .isEqualTo(200);
            assertThat(gateway.call("GET", "/ready", Map.of(), new byte[0]).status())
                    .isEqualTo(503);

            server.restart();

            gateway.awaitReady();
            assertThat(gateway.call("GET", "/ready", Map.of(), new byte[0]).status())
                    .isEqualTo(200);
            assertThat(gateway.ingest(gateway.key("shop"), Events.event("shop")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_stopped_gateway_has_finished_everything_and_takes_nothing_more() {
        try (NatsServer server = NatsServer.start();
                GatewayFixture gateway = new GatewayFixture(server, Map.of()).awaitReady()) {
            String key = gateway.key("shop");

            assertThat(gateway.gateway.stop(gateway.kernel.deadlineIn(Duration.ofSeconds(5))))
                    .isEmpty();

            Response late = gateway.ingest(key, Events.event("shop"));
            assertThat(late.status()).isEqualTo(503);
            assertThat(error(late).get("message").asText()).contains("stopping");
        }
    }
}
