package dev.causality.gateway.core;

import static dev.causality.gateway.core.GatewayFixture.batchAnswer;
import static dev.causality.gateway.core.GatewayFixture.error;
import static dev.causality.gateway.core.GatewayFixture.eventId;
import static dev.causality.gateway.core.GatewayFixture.header;
import static dev.causality.gateway.core.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import dev.causality.ports.Header;
import dev.causality.ports.StoredMessage;
import dev.causality.testservers.NatsServer;
import dev.causality.v1.CustomEvent;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchResponse;
import dev.causality.v1.IngestEventRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to good events and to bad ones, while the server is well. */
class IngestTest {

    private static NatsServer server;
    private static GatewayFixture gateway;
    private static String key;

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        gateway = new GatewayFixture(server, Map.of("RATE_LIMIT_ENABLED", "false")).awaitReady();
        key = gateway.key("shop");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @Test
    void a1_an_accepted_event_is_in_the_stream_under_its_subject_and_message_id() {
        EventEnvelope.Builder event = Events.event("shop");

        String id = eventId(gateway.ingest(key, event));

        StoredMessage message = gateway.message(gateway.state().lastSequence());
        assertThat(message.subject()).isEqualTo("events.shop.screen.view");
        assertThat(message.headers()).containsExactly(new Header("Nats-Msg-Id", "shop:" + event.getIdempotencyKey()));
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        EventEnvelope stored = GatewayFixture.envelope(message);
        assertThat(stored.getCorrelationId()).isNotEmpty();
        assertThat(stored)
                .isEqualTo(event.setId(id)
                        .setCorrelationId(stored.getCorrelationId())
                        .build());
    }

    @Test
    void ids_that_the_client_chose_are_kept_and_its_bytes_are_forwarded_as_they_are() {
        EventEnvelope.Builder event =
                Events.event("shop").setId(UUID.randomUUID().toString()).setCorrelationId("mine");

        assertThat(eventId(gateway.ingest(key, event))).isEqualTo(event.getId());

        assertThat(gateway.message(gateway.state().lastSequence()).payload())
                .isEqualTo(event.build().toByteArray());
    }

    @Test
    void m2_request_and_correlation_ids_are_returned_and_the_latter_goes_into_the_envelope() {
        Response response = gateway.call(
                "POST",
                "/v1/events/ingest",
                Map.of(
                        "X-API-Key",
                        key,
                        "Content-Type",
                        "application/octet-stream",
                        "X-Request-ID",
                        "r-1",
                        "X-Correlation-ID",
                        "c-1"),
                Events.single(Events.event("shop")));

        assertThat(header(response, "X-Request-ID")).contains("r-1");
        assertThat(header(response, "X-Correlation-ID")).contains("c-1");
        assertThat(GatewayFixture.envelope(gateway.message(gateway.state().lastSequence()))
                        .getCorrelationId())
                .isEqualTo("c-1");
    }

    @Test
    void json_goes_in_and_comes_out() throws Exception {
        EventEnvelope.Builder event = Events.event("shop");
        String body = JsonFormat.printer().print(IngestEventRequest.newBuilder().setEvent(event));

        Response response = gateway.postJson(key, "/v1/events/ingest", body);

        assertThat(header(response, "Content-Type")).contains("application/json");
        assertThat(json(response).get("status").asText()).isEqualTo("accepted");
        EventEnvelope stored =
                GatewayFixture.envelope(gateway.message(gateway.state().lastSequence()));
        assertThat(stored.getId()).isEqualTo(json(response).get("eventId").asText());
        assertThat(stored.getScreenView()).isEqualTo(event.getScreenView());
    }

    @Test
    void the_answer_comes_in_the_format_that_the_client_accepts() {
        Response response = gateway.call(
                "POST",
                "/v1/events/batch",
                Map.of("X-API-Key", key, "Content-Type", "application/x-protobuf", "Accept", "application/json"),
                Events.batch(List.of(Events.event("shop"))));

        assertThat(json(response).get("acceptedCount").asInt()).isEqualTo(1);
        assertThat(json(response).get("results").get(0).get("status").asText()).isEqualTo("accepted");
    }

    @Test
    void a_batch_is_answered_event_by_event_in_order() {
        List<EventEnvelope.Builder> events = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            events.add(Events.event("shop").setDeviceId("device-" + i));
        }
        long before = gateway.state().messages();

        IngestEventBatchResponse answer = batchAnswer(gateway.batch(key, events));

        assertThat(answer.getAcceptedCount()).isEqualTo(1000);
        assertThat(answer.getRejectedCount()).isZero();
        assertThat(answer.getResultsList())
                .extracting(result -> result.getIndex())
                .isSorted()
                .hasSize(1000);
        assertThat(gateway.state().messages()).isEqualTo(before + 1000);
    }

    @Test
    void a5_one_bad_event_spoils_no_other() {
        IngestEventBatchResponse answer = batchAnswer(gateway.batch(
                key,
                List.of(
                        Events.event("shop"),
                        Events.event("shop").clearDeviceId(),
                        Events.event("elsewhere"),
                        Events.event("shop").clearPayload(),
                        Events.event("shop"))));

        assertThat(answer.getAcceptedCount()).isEqualTo(2);
        assertThat(answer.getRejectedCount()).isEqualTo(3);
        assertThat(answer.getResults(1).getError()).isEqualTo("invalid_event: device_id: is required");
        assertThat(answer.getResults(2).getError()).startsWith("forbidden_app: app_id ");
        assertThat(answer.getResults(3).getError()).startsWith("invalid_event: payload: ");
        assertThat(answer.getResults(4).getStatus()).isEqualTo("accepted");
    }

    @Test
    void a5_undecodable_bytes_in_a_batch_spoil_only_their_own_event() {
        byte[] good = Events.batch(List.of(Events.event("shop")));
        byte[] body = new byte[good.length + 5];
        System.arraycopy(good, 0, body, 0, good.length);
        byte[] truncatedEnvelope = {0x0A, 3, 0x12, 100, 'x'};
        System.arraycopy(truncatedEnvelope, 0, body, good.length, 5);

        IngestEventBatchResponse answer = batchAnswer(gateway.call(
                "POST", "/v1/events/batch", Map.of("X-API-Key", key, "Content-Type", "application/x-protobuf"), body));

        assertThat(answer.getResults(0).getStatus()).isEqualTo("accepted");
        assertThat(answer.getResults(1).getError()).startsWith("malformed: ");
    }

    @Test
    void b14_a_payload_of_a_newer_schema_is_taken_and_its_bytes_are_kept() {
        EventEnvelope.Builder event = Events.event("shop")
                .clearPayload()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                500,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFromUtf8("from the future"))
                                        .build())
                        .build());

        eventId(gateway.ingest(key, event));

        StoredMessage message = gateway.message(gateway.state().lastSequence());
        assertThat(message.subject()).isEqualTo("events.shop.unknown.field_500");
        assertThat(GatewayFixture.envelope(message).getUnknownFields()).isEqualTo(event.getUnknownFields());
    }

    @Test
    void a6_dots_in_an_app_id_become_underscores_in_the_subject_only() {
        String dotted = gateway.key("com.acme.shop");
        EventEnvelope.Builder event = Events.event("com.acme.shop")
                .setCustomEvent(CustomEvent.newBuilder().setEventName("Level Up.Again"));

        eventId(gateway.ingest(dotted, event));

        StoredMessage message = gateway.message(gateway.state().lastSequence());
        assertThat(message.subject()).isEqualTo("events.com_acme_shop.custom.level_up_again");
        assertThat(GatewayFixture.envelope(message).getAppId()).isEqualTo("com.acme.shop");
    }

    @Test
    void a6_a_key_may_only_write_its_own_apps_events_even_where_subjects_are_the_same() {
        gateway.key("a.b");
        Response response = gateway.ingest(gateway.key("a_b"), Events.event("a.b"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(error(response).get("code").asText()).isEqualTo("forbidden_app");
        assertThat(error(response).get("field").asText()).isEqualTo("app_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "with space",
                "line\nbreak",
                "cr\rlf\n",
                "a:b",
                "a*",
                "a.>",
                "a/b",
                "a..b",
                ".a",
                "a.",
                "nul\u0000",
                "ümlaut"
            })
    void a6_an_unsafe_app_id_is_400_and_names_the_field(String appId) {
        Response response = gateway.ingest(key, Events.event(appId));

        assertThat(response.status()).isEqualTo(400);
        assertThat(error(response).get("code").asText()).isEqualTo("invalid_event");
        assertThat(error(response).get("field").asText()).isEqualTo("app_id");
        assertThat(gateway.create("{\"app_id\":" + quoted(appId) + "}").status())
                .isEqualTo(400);
    }

    @Test
    void a6_an_app_id_of_300_characters_is_400() {
        Response response = gateway.ingest(key, Events.event("a".repeat(300)));

        assertThat(response.status()).isEqualTo(400);
        assertThat(error(response).get("field").asText()).isEqualTo("app_id");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 86_400_000L, 253_370_764_800_000L, 1_790_000_000L, Long.MAX_VALUE})
    void a5_a_timestamp_of_1970_or_9999_or_before_is_400(long timestamp) {
        Response response = gateway.ingest(key, Events.event("shop").setTimestampMs(timestamp));

        assertThat(response.status()).isEqualTo(400);
        assertThat(error(response).get("field").asText()).isEqualTo("timestamp_ms");
        assertThat(error(response).get("retryable").asBoolean()).isFalse();
        assertThat(error(response).get("request_id").asText())
                .isEqualTo(header(response, "X-Request-ID").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "not-a-uuid", "123e4567-e89b-12d3-a456-42661417400", "123e4567e89b12d3a456426614174000"})
    void a5_an_idempotency_key_that_is_no_uuid_is_400(String idempotencyKey) {
        Response response = gateway.ingest(key, Events.event("shop").setIdempotencyKey(idempotencyKey));

        assertThat(response.status()).isEqualTo(400);
        assertThat(error(response).get("field").asText()).isEqualTo("idempotency_key");
    }

    @Test
    void a5_every_fault_of_an_event_is_named() {
        Response response =
                gateway.ingest(key, Events.event("shop").clearDeviceId().setTimestampMs(5));

        List<String> fields = new ArrayList<>();
        for (JsonNode detail : error(response).get("details")) {
            fields.add(detail.get("field").asText());
        }
        assertThat(fields).containsExactly("device_id", "timestamp_ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-protobuf"})
    void a5_an_empty_body_is_400(String type) {
        Response response =
                gateway.call("POST", "/v1/events/ingest", Map.of("X-API-Key", key, "Content-Type", type), new byte[0]);

        assertThat(response.status()).isEqualTo(400);
        assertThat(error(response).get("message").asText()).contains("empty");
    }

    @Test
    void a5_truncated_protobuf_is_400() {
        byte[] whole = Events.single(Events.event("shop"));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 7);

        Response response = gateway.call(
                "POST", "/v1/events/ingest", Map.of("X-API-Key", key, "Content-Type", "application/x-protobuf"), cut);

        assertThat(response.status()).isEqualTo(400);
        assertThat(error(response).get("code").asText()).isEqualTo("malformed");
    }

    @Test
    void a5_json_with_an_unknown_field_is_400_and_names_it() {
        Response response =
                gateway.postJson(key, "/v1/events/ingest", "{\"event\":{\"appId\":\"shop\",\"colour\":\"red\"}}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(error(response).get("field").asText()).isEqualTo("colour");
    }

    @Test
    void a5_a_batch_of_none_or_of_1001_events_is_400() {
        List<EventEnvelope.Builder> events = new ArrayList<>();
        for (int i = 0; i < 1001; i++) {
            events.add(Events.event("shop"));
        }
        long before = gateway.state().messages();

        for (Response response : List.of(
                gateway.batch(key, events),
                gateway.call(
                        "POST",
                        "/v1/events/batch",
                        Map.of("X-API-Key", key, "Content-Type", "application/x-protobuf"),
                        new byte[] {0x12, 0}),
                gateway.postJson(key, "/v1/events/batch", "{\"events\":[]}"),
                gateway.postJson(key, "/v1/events/batch", "{\"events\":[" + "{},".repeat(1000) + "{}]}"))) {
            assertThat(response.status()).isEqualTo(400);
            assertThat(error(response).get("code").asText()).isEqualTo("invalid_batch");
            assertThat(error(response).get("field").asText()).isEqualTo("events");
        }
        assertThat(gateway.state().messages()).isEqualTo(before);
    }

    @Test
    void a5_a_body_of_6_mib_is_413() {
        Response response = gateway.call(
                "POST",
                "/v1/events/batch",
                Map.of("X-API-Key", key, "Content-Type", "application/json"),
                new byte[6 << 20]);

        assertThat(response.status()).isEqualTo(413);
        assertThat(error(response).get("code").asText()).isEqualTo("body_too_large");
    }

    @Test
    void a5_an_event_over_the_servers_max_payload_is_413_alone_and_rejected_in_a_batch() {
        EventEnvelope.Builder huge = Events.event("shop");
        huge.getScreenViewBuilder().putParams("blob", "x".repeat(1 << 20));

        assertThat(gateway.ingest(key, huge).status()).isEqualTo(413);

        IngestEventBatchResponse answer = batchAnswer(gateway.batch(key, List.of(huge, Events.event("shop"))));
        assertThat(answer.getResults(0).getError()).startsWith("event_too_large: ");
        assertThat(answer.getResults(1).getStatus()).isEqualTo("accepted");
    }

    @Test
    void a1_the_largest_event_that_fits_is_stored() {
        EventEnvelope.Builder large = Events.event("shop")
                .setCorrelationId("c")
                .setId(UUID.randomUUID().toString());
        int room = (1 << 20) - Intake.HEADER_ROOM;
        large.getScreenViewBuilder().putParams("blob", "x".repeat(room - 300));
        while (large.build().getSerializedSize() < room) {
            large.setDeviceId(large.getDeviceId() + "x");
        }

        eventId(gateway.ingest(key, large));
        assertThat(gateway.ingest(
                                key,
                                large.setDeviceId(large.getDeviceId() + "x")
                                        .setIdempotencyKey(UUID.randomUUID().toString()))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void a5_no_key_and_wrong_keys_are_401() {
        for (Map<String, String> headers : List.of(
                Map.<String, String>of(),
                Map.of("X-API-Key", ""),
                Map.of("X-API-Key", "short"),
                Map.of("X-API-Key", "0".repeat(64)),
                Map.of("X-API-Key", "z".repeat(64)))) {
            Response response = gateway.call("POST", "/v1/events/ingest", headers, new byte[1]);
            assertThat(response.status()).isEqualTo(401);
            assertThat(header(response, "WWW-Authenticate")).isPresent();
        }
    }

    @Test
    void a5_other_content_types_are_415() {
        for (String type : List.of("text/plain", "application/json; charset=utf-16", "")) {
            Response response = gateway.call(
                    "POST", "/v1/events/ingest", Map.of("X-API-Key", key, "Content-Type", type), new byte[1]);
            assertThat(response.status()).isEqualTo(415);
            assertThat(error(response).get("message").asText()).contains("application/x-protobuf");
        }
    }

    @Test
    void a5_other_paths_and_methods_are_404_and_405_with_help() {
        Response elsewhere = gateway.call("POST", "/v1/event", Map.of(), new byte[0]);
        assertThat(elsewhere.status()).isEqualTo(404);
        assertThat(error(elsewhere).get("message").asText()).contains("/v1/events/ingest");
        assertThat(elsewhere.route()).isEqualTo("unmatched");

        Response get = gateway.call("GET", "/v1/events/batch", Map.of(), new byte[0]);
        assertThat(get.status()).isEqualTo(405);
        assertThat(header(get, "Allow")).contains("POST");
    }

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }
}
