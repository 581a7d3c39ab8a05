package dev.causality.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.causality.gateway.core.Outcome.Failed;
import dev.causality.gateway.core.Outcome.Ok;
import dev.causality.kernel.Kernels;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRequestsTest {

    private final JsonRequests json = new JsonRequests(Kernels.jdk());

    @Test
    void it_reads_what_protobufs_own_mapping_writes() throws Exception {
        EventEnvelope.Builder first = Events.event("shop");
        EventEnvelope.Builder second = Events.event("shop").setDeviceId("gerät-ü-🛒-\u2028");
        IngestEventBatchRequest batch = IngestEventBatchRequest.newBuilder()
                .addEvents(first)
                .addEvents(second)
                .build();

        List<Item> items = ok(json.batch(bytes(JsonFormat.printer().print(batch)), 10));
        List<Item> original = ok(json.batch(
                bytes(JsonFormat.printer().preservingProtoFieldNames().print(batch)), 10));

        assertThat(envelope(items.get(0))).isEqualTo(first.build());
        assertThat(envelope(items.get(1))).isEqualTo(second.build());
        assertThat(envelope(original.get(1))).isEqualTo(second.build());
    }

    @Test
    void a5_a_mistake_in_one_event_leaves_its_neighbours_alone() throws Exception {
        List<Item> items = ok(json.batch(
                bytes(
                        "{\"events\":[{\"appId\":\"a\"}, {\"appId\":\"a\",\"nonsense\":1}, {\"timestampMs\":\"x\"}, {}]}"),
                10));

        assertThat(envelope(items.get(0)).getAppId()).isEqualTo("a");
        assertThat(problem(items.get(1)).details().getFirst().field()).isEqualTo("nonsense");
        assertThat(problem(items.get(2)).code()).isEqualTo(ErrorCode.MALFORMED);
        assertThat(envelope(items.get(3))).isEqualTo(EventEnvelope.getDefaultInstance());
    }

    @Test
    void a5_what_is_no_object_among_the_events_leaves_its_neighbours_alone() throws Exception {
        List<Item> items = ok(json.batch(
                bytes("{\"events\":[null, {\"appId\":\"a\"}, 5, \"x\", [[{}], {}], true, {\"appId\":\"b\"}]}"), 10));

        assertThat(items).hasSize(7);
        assertThat(envelope(items.get(1)).getAppId()).isEqualTo("a");
        assertThat(envelope(items.get(6)).getAppId()).isEqualTo("b");
        for (int index : List.of(0, 2, 3, 4, 5)) {
            assertThat(problem(items.get(index)).code()).isEqualTo(ErrorCode.MALFORMED);
            assertThat(problem(items.get(index)).text()).contains("must be an object");
        }
    }

    @Test
    void a7_an_event_of_too_many_values_is_refused_before_it_is_decoded() throws Exception {
        String fits = eventOfParts(JsonRequests.MAX_VALUES / 2 - 4);
        String tooMany = eventOfParts(JsonRequests.MAX_VALUES / 2 + 1);

        List<Item> items = ok(json.batch(bytes("{\"events\":[" + tooMany + "," + fits + "]}"), 10));

        assertThat(problem(items.get(0)).code()).isEqualTo(ErrorCode.EVENT_TOO_LARGE);
        assertThat(envelope(items.get(1)).getCustomEvent().getIntParamsCount())
                .isEqualTo(JsonRequests.MAX_VALUES / 2 - 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "null",
                "{",
                "{\"events\":[{]}",
                "{\"events\":[{}]",
                "{\"events\":[{}]}x",
                "{\"events\":[{}]} {}",
                "{\"events\":{}}",
                "{\"events\":\"x\"}",
                "{\"event\":{}}",
                "{\"events\":[],\"more\":1}",
                "{'events':[]}",
                "{\"events\":[{}],}",
                "\u0000",
                "{\"events\":[{\"appId\":\"\u0001\"}]}"
            })
    void a5_what_is_not_a_batch_is_malformed(String body) {
        assertThat(problem(json.batch(bytes(body), 10)).code()).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void a5_bytes_that_are_not_utf_8_are_malformed() {
        byte[] body = bytes("{\"event\":{\"appId\":\"?\"}}");
        body[19] = (byte) 0xFF;

        assertThat(problem(json.single(body)).code()).isEqualTo(ErrorCode.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE", "x-UTF-32LE-BOM"})
    void a5_other_encodings_than_utf_8_are_malformed_and_it_says_so(String encoding) {
        for (String body : List.of("{\"event\":{\"appId\":\"a\"}}", "[]", " {}", "7")) {
            byte[] encoded = body.getBytes(Charset.forName(encoding));

            assertThat(problem(json.single(encoded)).code()).isEqualTo(ErrorCode.MALFORMED);
            assertThat(problem(json.batch(encoded, 10)).text()).contains("UTF-8");
        }
    }

    @Test
    void a_byte_order_mark_of_utf_8_does_no_harm() throws Exception {
        byte[] body = bytes("\uFEFF{\"event\":{\"appId\":\"a\"}}");

        assertThat(envelope(ok(json.single(body))).getAppId()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|event",
                "{\"event\":null}|event",
                "{\"event\":[]}|event",
                "{\"events\":[]}|events",
                "{\"event\":{\"app\":1}}|app"
            })
    void a5_a_single_request_names_the_field_that_is_wrong(String body, String field) {
        assertThat(problem(json.single(bytes(body))).details().getFirst().field())
                .isEqualTo(field);
    }

    @Test
    void an_absent_or_null_list_of_events_is_an_empty_batch() {
        assertThat(ok(json.batch(bytes("{}"), 10))).isEmpty();
        assertThat(ok(json.batch(bytes("{\"events\":null}"), 10))).isEmpty();
        assertThat(ok(json.batch(bytes("{\"events\":[]}"), 10))).isEmpty();
    }

    @Test
    void it_stops_at_one_event_more_than_allowed() {
        assertThat(ok(json.batch(bytes("{\"events\":[" + "{},".repeat(50) + "{}]}"), 10)))
                .hasSize(11);
    }

    @Test
    void a7_nesting_without_end_is_refused_before_it_is_followed() {
        String nested = "{\"event\":" + "{\"a\":".repeat(100_000);

        assertThat(problem(json.single(bytes(nested))).code()).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void a7_a_number_with_a_huge_exponent_costs_nothing() {
        assertThat(problem(json.single(bytes("{\"event\":{\"timestampMs\":1e999999999}}")))
                        .code())
                .isEqualTo(ErrorCode.MALFORMED);
    }

    private static String eventOfParts(int count) {
        StringBuilder event = new StringBuilder("{\"customEvent\":{\"intParams\":{\"0\":0");
        for (int i = 1; i < count; i++) {
            event.append(",\"").append(i).append("\":0");
        }
        return event.append("}}}").toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T ok(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Ok.class);
        return ((Ok<T>) outcome).value();
    }

    private static Problem problem(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return ((Failed<?>) outcome).problem();
    }

    private static Problem problem(Item item) {
        assertThat(item).isInstanceOf(Item.Unreadable.class);
        return ((Item.Unreadable) item).problem();
    }

    private static EventEnvelope envelope(Item item) throws Exception {
        Item.Encoded encoded = (Item.Encoded) item;
        return EventEnvelope.parser().parseFrom(encoded.array(), encoded.offset(), encoded.length());
    }
}
