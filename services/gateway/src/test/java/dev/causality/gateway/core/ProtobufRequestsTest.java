package dev.causality.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.gateway.core.Outcome.Failed;
import dev.causality.gateway.core.Outcome.Ok;
import dev.causality.v1.EventEnvelope;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtobufRequestsTest {

    @Test
    void it_finds_the_envelopes_where_they_lie() throws Exception {
        EventEnvelope.Builder first = Events.event("shop");
        EventEnvelope.Builder second = Events.event("shop").setDeviceId("d".repeat(300));

        List<Item> items = ok(ProtobufRequests.batch(Events.batch(List.of(first, second)), 10));

        assertThat(envelope(items.get(0))).isEqualTo(first.build());
        assertThat(envelope(items.get(1))).isEqualTo(second.build());
        assertThat(envelope(ok(ProtobufRequests.single(Events.single(second))))).isEqualTo(second.build());
    }

    @Test
    void it_skips_fields_of_a_newer_schema() throws Exception {
        EventEnvelope.Builder event = Events.event("shop");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(new byte[] {(byte) 0x98, 0x06, 1});
        body.write(Events.batch(List.of(event)));
        body.write(new byte[] {0x12, 2, 7, 7});

        List<Item> items = ok(ProtobufRequests.batch(body.toByteArray(), 10));

        assertThat(items).hasSize(1);
        assertThat(envelope(items.getFirst())).isEqualTo(event.build());
    }

    @Test
    void the_occurrences_of_a_single_event_are_merged_as_protobuf_does() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        EventEnvelope.Builder event = Events.event("shop");
        body.write(Events.single(event));
        body.write(Events.single(EventEnvelope.newBuilder().setDeviceId("other")));

        assertThat(envelope(ok(ProtobufRequests.single(body.toByteArray()))))
                .isEqualTo(event.setDeviceId("other").build());
    }

    @Test
    void a5_every_truncation_is_malformed_or_cuts_off_whole_events() {
        byte[] body = Events.batch(List.of(Events.event("shop"), Events.event("shop")));
        for (int length = 1; length < body.length; length++) {
            switch (ProtobufRequests.batch(Arrays.copyOf(body, length), 10)) {
                case Ok<List<Item>>(List<Item> items) -> assertThat(items).hasSize(1);
                case Failed<List<Item>>(Problem problem) ->
                    assertThat(problem.code()).isEqualTo(ErrorCode.MALFORMED);
            }
        }
    }

    @Test
    void it_stops_at_one_event_more_than_allowed() {
        List<EventEnvelope.Builder> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(Events.event("shop"));
        }
        assertThat(ok(ProtobufRequests.batch(Events.batch(events), 10))).hasSize(11);
    }

    @Test
    void a5_a_request_without_an_event_names_the_field() {
        assertThat(ProtobufRequests.single(new byte[] {0x12, 0}))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(
                                        failed.problem().details().getFirst().field())
                                .isEqualTo("event"));
    }

    private static <T> T ok(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Ok.class);
        return ((Ok<T>) outcome).value();
    }

    private static EventEnvelope envelope(Item item) throws Exception {
        Item.Encoded encoded = (Item.Encoded) item;
        return EventEnvelope.parser().parseFrom(encoded.array(), encoded.offset(), encoded.length());
    }
}
