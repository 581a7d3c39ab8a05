package dev.causality.gateway.core;

import static dev.causality.gateway.core.GatewayFixture.batchAnswer;
import static dev.causality.gateway.core.GatewayFixture.error;
import static dev.causality.gateway.core.GatewayFixture.eventId;
import static dev.causality.gateway.core.GatewayFixture.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.kernel.Task;
import dev.causality.ports.Answer;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.StoredMessage;
import dev.causality.testservers.NatsServer;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exact deduplication, whatever goes wrong in between. */
class DuplicatesTest {

    private static final Duration WINDOW = Duration.ofSeconds(3);

    private NatsServer server;
    private Faults faults;
    private GatewayFixture gateway;
    private String key;

    @BeforeEach
    void start() {
        server = NatsServer.start();
        faults = new Faults();
        gateway = new GatewayFixture(server, Map.of("DEDUP_WINDOW", "3s", "RATE_LIMIT_ENABLED", "false"), faults::over)
                .awaitReady();
        key = gateway.key("shop");
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.close();
    }

    @Test
    void a3_a_duplicate_is_accepted_with_the_first_copys_id_and_stored_once() {
        EventEnvelope.Builder event = Events.event("shop");
        String first = eventId(gateway.ingest(key, event));

        assertThat(eventId(gateway.ingest(key, event))).isEqualTo(first);
        assertThat(eventId(gateway.ingest(key, event.setId(UUID.randomUUID().toString()))))
                .isEqualTo(first);
        assertThat(gateway.state().messages()).isEqualTo(1);
    }

    @Test
    void a3_upper_and_lower_case_are_the_same_idempotency_key() {
        EventEnvelope.Builder event = Events.event("shop");
        String first = eventId(gateway.ingest(key, event));

        event.setIdempotencyKey(event.getIdempotencyKey().toUpperCase(Locale.ROOT));

        assertThat(eventId(gateway.ingest(key, event))).isEqualTo(first);
    }

    @Test
    void a3_the_same_idempotency_key_of_another_app_is_another_event() {
        EventEnvelope.Builder event = Events.event("shop");
        String first = eventId(gateway.ingest(key, event));

        String second = eventId(gateway.ingest(gateway.key("shop2"), event.setAppId("shop2")));

        assertThat(second).isNotEqualTo(first);
        assertThat(gateway.state().messages()).isEqualTo(2);
    }

    @Test
    void a3_a_key_is_remembered_until_just_before_the_window_ends_and_through_a_restart() {
        EventEnvelope.Builder event = Events.event("shop");
        long sentAt = System.nanoTime();
        String first = eventId(gateway.ingest(key, event));
        server.kill();
        server.restart();
        Duration almost = WINDOW.minusMillis(300);
        await().atMost(WINDOW).until(() -> System.nanoTime() - sentAt > almost.toNanos());

        Response late = gateway.ingest(key, event);

        assertThat(Duration.ofNanos(System.nanoTime() - sentAt)).isLessThan(WINDOW);
        assertThat(eventId(late)).isEqualTo(first);
        assertThat(gateway.state().messages()).isEqualTo(1);
    }

    @Test
    void a3_duplicates_within_one_batch_are_accepted_with_one_id() {
        EventEnvelope.Builder twice = Events.event("shop");

        IngestEventBatchResponse answer =
                batchAnswer(gateway.batch(key, List.of(Events.event("shop"), twice, Events.event("shop"), twice)));

        assertThat(answer.getAcceptedCount()).isEqualTo(4);
        assertThat(answer.getResults(3).getEventId())
                .isEqualTo(answer.getResults(1).getEventId());
        assertThat(gateway.stored().stream().map(EventEnvelope::getId))
                .containsExactlyInAnyOrder(
                        answer.getResults(0).getEventId(),
                        answer.getResults(1).getEventId(),
                        answer.getResults(2).getEventId());
    }

    @Test
    void a3_a_batch_sent_again_is_accepted_with_the_ids_of_the_first_time() {
        List<EventEnvelope.Builder> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(Events.event("shop"));
        }
        IngestEventBatchResponse first = batchAnswer(gateway.batch(key, events));
        events.add(7, Events.event("shop"));

        IngestEventBatchResponse second = batchAnswer(gateway.batch(key, events));

        List<String> ids = new ArrayList<>(second.getResultsList().stream()
                .map(result -> result.getEventId())
                .toList());
        ids.remove(7);
        assertThat(ids)
                .isEqualTo(first.getResultsList().stream()
                        .map(result -> result.getEventId())
                        .toList());
        assertThat(gateway.state().messages()).isEqualTo(201);
    }

    @Test
    void a2_racing_attempts_are_stored_once_and_told_the_same_id() {
        for (int round = 0; round < 20; round++) {
            EventEnvelope.Builder event = Events.event("shop");
            ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
            List<Task> racers = new ArrayList<>();
            for (int racer = 0; racer < 8; racer++) {
                racers.add(gateway.kernel.start("racer", () -> ids.add(eventId(gateway.ingest(key, event.clone())))));
            }
            racers.forEach(racer -> assertThat(racer.join(gateway.kernel.deadlineIn(GatewayFixture.PATIENCE)))
                    .isTrue());
            assertThat(ids).hasSize(8);
            assertThat(ids.stream().distinct()).hasSize(1);
            assertThat(GatewayFixture.envelope(gateway.message(gateway.state().lastSequence()))
                            .getId())
                    .isEqualTo(ids.peek());
            assertThat(gateway.state().messages()).isEqualTo(round + 1);
        }
    }

    @Test
    void a2_an_attempt_that_races_an_unconfirmed_first_one_is_repeated_until_that_is_decided() {
        EventEnvelope.Builder event = Events.event("shop");
        AtomicInteger rounds = new AtomicInteger();
        faults.instead = publications -> rounds.incrementAndGet() <= 3 ? Optional.of(inProcess()) : Optional.empty();

        String id = eventId(gateway.ingest(key, event));

        assertThat(rounds).hasValue(4);
        assertThat(gateway.stored()).extracting(EventEnvelope::getId).containsExactly(id);
    }

    @Test
    void a2_an_attempt_whose_first_one_stays_undecided_is_503_and_never_accepted() {
        faults.instead = _ -> Optional.of(inProcess());

        Response response = gateway.ingest(key, Events.event("shop"));

        assertThat(response.status()).isEqualTo(503);
        assertThat(error(response).get("code").asText()).isEqualTo("duplicate_pending");
        assertThat(header(response, "Retry-After")).contains("1");
    }

    @Test
    void a3_a_first_copy_that_cannot_be_read_now_is_a_reason_to_retry() {
        EventEnvelope.Builder event = Events.event("shop");
        String first = eventId(gateway.ingest(key, event));
        faults.reads = _ -> new Answer.Unavailable<>("no leader");

        Response response = gateway.ingest(key, event);
        assertThat(response.status()).isEqualTo(503);
        assertThat(error(response).get("code").asText()).isEqualTo("duplicate_pending");

        faults.reads = read -> read;
        assertThat(eventId(gateway.ingest(key, event))).isEqualTo(first);
    }

    @Test
    void a3_another_events_id_is_never_taken_for_the_first_copys() {
        EventEnvelope.Builder event = Events.event("shop");
        eventId(gateway.ingest(key, event));
        eventId(gateway.ingest(key, Events.event("shop")));
        StoredMessage other = gateway.message(2);
        faults.reads = _ -> new Answer.Known<>(Optional.of(other));

        Response response = gateway.ingest(key, event);

        assertThat(response.status()).isEqualTo(503);
        assertThat(error(response).get("code").asText()).isEqualTo("duplicate_pending");
    }

    @Test
    void a2_a_publish_whose_confirmation_was_lost_is_retryable_and_then_accepted_under_the_stored_id() {
        EventEnvelope.Builder event = Events.event("shop");
        faults.outcomes = outcomes -> List.of(new PublishOutcome.Unknown("confirmation lost"));

        Response response = gateway.ingest(key, event);
        assertThat(response.status()).isEqualTo(503);
        assertThat(error(response).get("code").asText()).isEqualTo("outcome_unknown");
        assertThat(error(response).get("retryable").asBoolean()).isTrue();

        faults.outcomes = outcomes -> outcomes;
        String id = eventId(gateway.ingest(key, event));
        assertThat(gateway.stored()).extracting(EventEnvelope::getId).containsExactly(id);
    }

    @Test
    void a2_a_publish_that_was_refused_does_not_count_as_seen() {
        EventEnvelope.Builder event = Events.event("shop");
        faults.instead = _ -> Optional.of(List.of(new PublishOutcome.Refused(Refusal.UNAVAILABLE, "no leader")));
        assertThat(gateway.ingest(key, event).status()).isEqualTo(503);

        faults.instead = _ -> Optional.empty();
        String id = eventId(gateway.ingest(key, event));

        assertThat(gateway.stored()).extracting(EventEnvelope::getId).containsExactly(id);
    }

    private static List<PublishOutcome> inProcess() {
        return List.of(new PublishOutcome.Refused(Refusal.DUPLICATE_IN_PROCESS, "in process"));
    }
}
