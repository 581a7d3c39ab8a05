package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.v1.EventEnvelope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionTest {

    private static final DateTimeFormatter SEGMENTS = DateTimeFormatter.ofPattern(
                    "'year='yyyy'/month='MM'/day='dd'/hour='HH")
            .withZone(ZoneOffset.UTC);

    @Test
    void the_key_segment_is_the_event_time_in_utc_zero_padded() {
        assertThat(Partition.of(
                                "com.acme.shop",
                                Instant.parse("2026-03-04T05:59:59.999Z").toEpochMilli())
                        .keySegment())
                .isEqualTo("app_id=com.acme.shop/year=2026/month=03/day=04/hour=05");
    }

    @Test
    void any_time_gives_the_segment_that_the_calendar_gives() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            long time = 946684800000L + Math.floorMod(random.nextLong(), 4102444800000L - 946684800000L);
            assertThat(Partition.of("a", time).keySegment())
                    .isEqualTo("app_id=a/" + SEGMENTS.format(Instant.ofEpochMilli(time)));
        }
    }

    @Test
    void events_of_one_app_and_hour_share_a_partition_and_no_others_do() {
        long hour = Instant.parse("2026-03-04T05:00:00Z").toEpochMilli();

        assertThat(Partition.of("a", hour)).isEqualTo(Partition.of("a", hour + 3_599_999));
        assertThat(Partition.of("a", hour)).isNotEqualTo(Partition.of("a", hour + 3_600_000));
        assertThat(Partition.of("a", hour)).isNotEqualTo(Partition.of("b", hour));
    }

    @Test
    void b10_more_partitions_than_a_scanner_remembers_are_still_told_apart() {
        EnvelopeScanner scanner = new EnvelopeScanner();
        EventEnvelope event = new RandomEvents(2).valid();
        for (int i = 0; i < 10_000; i++) {
            String app = "app-" + i % 3;
            long time = 1_700_000_000_000L + i * 3_600_000L;
            byte[] bytes =
                    event.toBuilder().setAppId(app).setTimestampMs(time).build().toByteArray();

            assertThat(scanner.scan(bytes)).isTrue();
            assertThat(scanner.partition()).isEqualTo(Partition.of(app, time));
            assertThat(scanner.partition()).isSameAs(scanner.partition());
        }
    }
}
