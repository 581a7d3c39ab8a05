package dev.causality.gateway.core;

import static dev.causality.gateway.core.GatewayFixture.batchAnswer;
import static dev.causality.gateway.core.GatewayFixture.error;
import static dev.causality.gateway.core.GatewayFixture.eventId;
import static dev.causality.gateway.core.GatewayFixture.header;
import static dev.causality.gateway.core.GatewayFixture.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.kernel.CancellationSource;
import dev.causality.kernel.Task;
import dev.causality.testservers.NatsServer;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchResponse;
import dev.causality.v1.IngestEventResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is full, slow, away, or killed. */
class StreamTroubleTest {

    /** Slow enough that the stream, which is small, does not fill. */
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(20);

    private NatsServer server;
    private GatewayFixture gateway;
    private String key;

    @BeforeEach
    void start() {
        server = NatsServer.start();
        gateway = new GatewayFixture(
                        server,
                        Map.of(
                                "NATS_STREAM_MAX_BYTES", "2MiB",
                                "PUBLISH_TIMEOUT", "1s",
                                "RATE_LIMIT_ENABLED", "false"))
                .awaitReady();
        key = gateway.key("shop");
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.close();
    }

    @Test
    void a4_a_full_stream_answers_503_with_retry_after_and_accepts_again_when_there_is_room() {
        List<EventEnvelope.Builder> accepted = new ArrayList<>();
        Response response = gateway.ingest(key, remember(accepted, large()));
        while (response.status() == 200) {
            response = gateway.ingest(key, remember(accepted, large()));
        }
        EventEnvelope.Builder refused = accepted.removeLast();

        assertThat(response.status()).isEqualTo(503);
        assertThat(error(response).get("code").asText()).isEqualTo("stream_full");
        assertThat(header(response, "Retry-After")).contains("5");
        Response batch = gateway.batch(
                key, List.of(large(), large(), Events.event("shop").clearDeviceId()));
        assertThat(batch.status()).isEqualTo(503);
        assertThat(header(batch, "Retry-After")).contains("5");
        assertThat(gateway.stored()).hasSameSizeAs(accepted);

        known(gateway.stream().purgeBelow(5, gateway.kernel.deadlineIn(GatewayFixture.PATIENCE)));

        String id = eventId(gateway.ingest(key, refused));
        assertThat(gateway.stored().getLast().getId()).isEqualTo(id);
    }

    @Test
    void a4_a_batch_that_fills_the_stream_is_answered_event_by_event() {
        List<EventEnvelope.Builder> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            events.add(large());
        }

        IngestEventBatchResponse answer = batchAnswer(gateway.batch(key, events));

        assertThat(answer.getAcceptedCount()).isBetween(15, 25);
        assertThat(gateway.state().messages()).isEqualTo(answer.getAcceptedCount());
        assertThat(answer.getResultsList())
                .filteredOn(result -> result.getStatus().equals("rejected"))
                .hasSize(answer.getRejectedCount())
                .allSatisfy(result -> assertThat(result.getError()).startsWith("retryable: stream_full: "));
    }

    @Test
    void a4_a_server_that_is_away_is_503_at_once_and_accepts_again_when_it_is_back() {
        server.kill();
        await().atMost(GatewayFixture.PATIENCE).until(() -> !gateway.streams.connected());
        long start = System.nanoTime();

        Response response = gateway.ingest(key, Events.event("shop"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
        assertThat(response.status()).isEqualTo(503);
        assertThat(error(response).get("code").asText()).isEqualTo("stream_unavailable");
        assertThat(header(response, "Retry-After")).isPresent();
        assertThat(gateway.gateway.notReady()).isPresent();

        server.restart();
        gateway.awaitReady();
        eventId(gateway.ingest(key, Events.event("shop")));
    }

    @Test
    void a1_a_server_that_does_not_answer_is_503_and_the_retry_is_stored_once() {
        EventEnvelope.Builder event = Events.event("shop");
        server.pause();
        Response response = gateway.ingest(key, event);
        server.resume();

        assertThat(response.status()).isEqualTo(503);
        assertThat(error(response).get("code").asText()).isEqualTo("outcome_unknown");
        assertThat(header(response, "Retry-After")).isPresent();

        await().atMost(GatewayFixture.PATIENCE)
                .untilAsserted(
                        () -> assertThat(gateway.ingest(key, event).status()).isEqualTo(200));
        String id = eventId(gateway.ingest(key, event));
        assertThat(gateway.stored()).extracting(EventEnvelope::getId).containsExactly(id);
    }

    @Test
    void a1_what_was_accepted_while_the_server_was_killed_again_and_again_is_in_the_stream() {
        Map<String, String> accepted = new ConcurrentHashMap<>();
        Map<String, EventEnvelope.Builder> attempted = new ConcurrentHashMap<>();
        List<Task> clients = new ArrayList<>();
        CancellationSource enoughSent = gateway.kernel.newCancellation();
        for (int client = 0; client < 4; client++) {
            clients.add(gateway.kernel.start("client", () -> {
                do {
                    sendBatch(attempted, accepted);
                } while (gateway.kernel.sleep(BETWEEN_BATCHES, enoughSent));
            }));
        }
        for (int round = 0; round < 3; round++) {
            int enough = accepted.size() + 200;
            await().atMost(GatewayFixture.PATIENCE).until(() -> accepted.size() >= enough);
            server.kill();
            server.restart();
            gateway.awaitReady();
        }
        enoughSent.cancel();
        clients.forEach(client -> assertThat(client.join(gateway.kernel.deadlineIn(Duration.ofMinutes(1))))
                .isTrue());
        clients.forEach(client -> assertThat(client.failure()).isEmpty());
        gateway.awaitReady();

        Map<String, String> stored = new LinkedHashMap<>();
        for (EventEnvelope event : gateway.stored()) {
            assertThat(stored.put(event.getIdempotencyKey(), event.getId())).isNull();
        }
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(600);
        assertThat(stored).containsAllEntriesOf(accepted);
        assertThat(attempted.keySet()).containsAll(stored.keySet());
    }

    private void sendBatch(Map<String, EventEnvelope.Builder> attempted, Map<String, String> accepted) {
        List<EventEnvelope.Builder> events = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            EventEnvelope.Builder event = Events.event("shop");
            attempted.put(event.getIdempotencyKey(), event);
            events.add(event);
        }
        Response response = gateway.batch(key, events);
        if (response.status() == 200) {
            for (IngestEventResult result : batchAnswer(response).getResultsList()) {
                if (result.getStatus().equals("accepted")) {
                    accepted.put(events.get(result.getIndex()).getIdempotencyKey(), result.getEventId());
                } else {
                    assertThat(result.getError()).startsWith("retryable: ");
                }
            }
        } else {
            assertThat(response.status()).as(GatewayFixture.text(response)).isEqualTo(503);
            assertThat(header(response, "Retry-After")).isPresent();
        }
    }

    private static EventEnvelope.Builder remember(List<EventEnvelope.Builder> all, EventEnvelope.Builder event) {
        all.add(event);
        return event;
    }

    private static EventEnvelope.Builder large() {
        EventEnvelope.Builder event = Events.event("shop");
        event.getScreenViewBuilder().putParams("blob", "x".repeat(100_000));
        return event;
    }
}
