package dev.causality.conformance.system.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.conformance.system.plan.Seeds;
import dev.causality.v1.EventEnvelope;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class EventFactoryTest {
    private static final Instant HOUR = Instant.parse("2026-12-31T23:00:00Z");
    private static final int MANY = 2000;

    private static List<OutgoingEvent> events(long seed, boolean json) {
        EventFactory factory = new EventFactory(new Seeds(seed).fork("x"), "p1", "com.acme.shop", List.of(HOUR), json);
        return Stream.generate(factory::next).limit(MANY).toList();
    }

    @Test
    void h1_the_same_seed_makes_the_same_events() {
        assertThat(events(1, true)).isEqualTo(events(1, true)).isNotEqualTo(events(2, true));
    }

    @Test
    void keys_are_unique_and_sequences_have_no_gap() {
        List<OutgoingEvent> events = events(3, false);
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).sequence()).isEqualTo(i);
            keys.add(events.get(i).envelope().getIdempotencyKey());
        }
        assertThat(keys).hasSize(MANY).allMatch(key -> key.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].+"));
    }

    @Test
    void events_at_both_ends_of_an_hour_belong_into_its_partition() {
        List<OutgoingEvent> events = events(4, true);
        assertThat(events)
                .extracting(OutgoingEvent::partition)
                .containsOnly("app_id=com.acme.shop/year=2026/month=12/day=31/hour=23");
        assertThat(events)
                .extracting(event -> event.envelope().getTimestampMs())
                .contains(HOUR.toEpochMilli(), HOUR.toEpochMilli() + 3_599_999);
    }

    @Test
    void a_few_events_are_invalid_and_a_few_of_a_newer_schema() {
        List<OutgoingEvent> events = events(5, false);
        assertThat(events.stream().filter(event -> !event.valid()))
                .hasSizeBetween(3, 100)
                .allMatch(event -> event.envelope().getDeviceId().isEmpty());
        assertThat(events.stream().filter(event -> event.valid() && event.digest() == null))
                .hasSizeBetween(3, 100)
                .allMatch(event -> event.envelope().getPayloadCase() == EventEnvelope.PayloadCase.PAYLOAD_NOT_SET);
        assertThat(events(5, true)).noneMatch(event -> event.valid() && event.digest() == null);
    }

    @Test
    void a_digest_tells_contents_apart_and_layouts_not() {
        RowContent content = content("{\"a\":\"1\",\"b\":[1.50,{\"c\":true}]}");
        assertThat(content("{ \"b\": [1.5, {\"c\": true}], \"a\": \"1\" }").digest())
                .isEqualTo(content.digest());
        assertThat(content("{\"a\":1,\"b\":[1.50,{\"c\":true}]}").digest()).isNotEqualTo(content.digest());
        assertThat(content("nonsense").digest()).isNotEqualTo(content("{}").digest());
    }

    private static RowContent content(String json) {
        return new RowContent("a", "d", 1, null, "c", "t", null, "", null, null, json);
    }
}
