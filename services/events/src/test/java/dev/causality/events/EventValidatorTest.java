package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.v1.CustomEvent;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchRequest;
import dev.causality.v1.IngestEventRequest;
import dev.causality.v1.ScreenView;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventValidatorTest {

    private static final EventEnvelope VALID = EventEnvelope.newBuilder()
            .setAppId("com.acme.shop")
            .setDeviceId("d")
            .setTimestampMs(1_763_596_800_000L)
            .setIdempotencyKey("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")
            .setScreenView(ScreenView.newBuilder().setScreenName("home"))
            .build();

    @Test
    void a5_an_event_without_id_is_valid() {
        assertThat(EventValidator.validate(VALID)).isEmpty();
    }

    @Test
    void a5_every_field_that_breaks_a_rule_is_named_with_the_reason() {
        assertThat(EventValidator.validate(EventEnvelope.newBuilder()
                        .setId("7")
                        .setIdempotencyKey("7")
                        .setScreenView(ScreenView.getDefaultInstance())
                        .build()))
                .extracting(Violation::toString)
                .containsExactly(
                        "id: must be a UUID",
                        "app_id: is required",
                        "device_id: is required",
                        "timestamp_ms: must be from 946684800000 to 4102444799999",
                        "idempotency_key: must be a UUID",
                        "screen_view.screen_name: is required");
    }

    @Test
    void a5_a_missing_payload_and_a_missing_key_are_named() {
        assertThat(violations(event -> event.clearPayload().clearIdempotencyKey()))
                .containsExactly(
                        "idempotency_key: is required and must be a UUID",
                        "payload: is required: no field of the oneof is set");
    }

    @Test
    void a5_no_reason_repeats_the_value() {
        assertThat(violations(event -> event.setAppId("secret value"))).noneMatch(text -> text.contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(longs = {946_684_800_000L, 4_102_444_799_999L})
    void timestamps_from_2000_to_2099_are_valid(long timestamp) {
        assertThat(violations(event -> event.setTimestampMs(timestamp))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, -1, 1_763_596_800L, 946_684_799_999L, 4_102_444_800_000L, 253_402_300_799_000L, Long.MIN_VALUE})
    void timestamps_of_1970_and_9999_and_negative_ones_are_not(long timestamp) {
        assertThat(violations(event -> event.setTimestampMs(timestamp)))
                .singleElement()
                .asString()
                .startsWith("timestamp_ms: must be from");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a b", "a\nb", "com..acme", "a:b"})
    void a6_an_unsafe_app_id_is_refused(String appId) {
        assertThat(violations(event -> event.setAppId(appId)))
                .singleElement()
                .asString()
                .startsWith("app_id: must match");
    }

    @Test
    void a6_an_app_id_of_300_characters_is_refused() {
        assertThat(violations(event -> event.setAppId("x".repeat(300))))
                .containsExactly("app_id: must have at most 160 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a*", "a\r\n", "naïve", "a/b"})
    void a6_an_unsafe_custom_name_is_refused(String name) {
        assertThat(violations(
                        event -> event.setCustomEvent(CustomEvent.newBuilder().setEventName(name))))
                .singleElement()
                .asString()
                .startsWith("custom_event.event_name: must match");
    }

    @Test
    void a_batch_has_1_to_1000_events_whatever_they_are() {
        IngestEventBatchRequest.Builder batch = IngestEventBatchRequest.newBuilder();

        assertThat(EventValidator.maxBatchEvents()).isEqualTo(1_000);
        assertThat(Protovalidate.violatedFields(batch.build())).containsExactly("events");
        for (int i = 0; i < 1_000; i++) {
            batch.addEvents(EventEnvelope.getDefaultInstance());
        }
        assertThat(Protovalidate.violatedFields(batch.build())).isEmpty();
        assertThat(Protovalidate.violatedFields(batch.addEvents(VALID).build())).containsExactly("events");
    }

    @Test
    void a_single_request_needs_its_event() {
        assertThat(Protovalidate.violatedFields(IngestEventRequest.getDefaultInstance()))
                .containsExactly("event");
    }

    private static List<String> violations(UnaryOperator<EventEnvelope.Builder> change) {
        return EventValidator.validate(change.apply(VALID.toBuilder()).build()).stream()
                .map(Violation::toString)
                .toList();
    }
}
