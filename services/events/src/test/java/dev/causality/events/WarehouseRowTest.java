package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.v1.DeviceContext;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarehouseRowTest {

    private static final int EVENTS = 2_000;

    private final WarehouseRow row = new WarehouseRow();
    private final PayloadJson json = new PayloadJson();

    @Test
    void b13_names_order_and_types_of_the_columns_are_fixed() {
        assertThat(Arrays.stream(WarehouseColumn.values())
                        .map(column -> column.columnName() + (column.optional() ? "?" : "") + " " + column.type()))
                .containsExactly(
                        "id TEXT",
                        "app_id TEXT",
                        "device_id TEXT",
                        "timestamp_ms INT64",
                        "correlation_id? TEXT",
                        "event_category TEXT",
                        "event_type TEXT",
                        "platform? TEXT",
                        "os_version? TEXT",
                        "app_version? TEXT",
                        "build_number? TEXT",
                        "device_model? TEXT",
                        "manufacturer? TEXT",
                        "screen_width? INT32",
                        "screen_height? INT32",
                        "locale? TEXT",
                        "timezone? TEXT",
                        "network_type? TEXT",
                        "carrier? TEXT",
                        "is_jailbroken? BOOLEAN",
                        "is_emulator? BOOLEAN",
                        "sdk_version? TEXT",
                        "payload_json TEXT",
                        "year INT32",
                        "month INT32",
                        "day INT32",
                        "hour INT32",
                        "idempotency_key TEXT",
                        "stream_sequence INT64");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void b13_every_column_says_what_the_parsed_message_says(long seed) {
        RandomEvents events = new RandomEvents(seed);
        for (int i = 0; i < EVENTS; i++) {
            EventEnvelope event = i % 3 == 0 ? events.validWithUnknownPayload() : events.validWithUnknownFields();
            row.read(event.toByteArray(), i);
            assertRow(event, i, "seed " + seed + ", event " + i + ": " + event);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void an_unusual_encoding_gives_the_row_of_what_the_parser_reads(long seed) throws Exception {
        RandomEvents events = new RandomEvents(seed);
        Mutations mutations = new Mutations(new Random(seed));
        EventReader reader = new EventReader();
        int rows = 0;
        for (int i = 0; i < EVENTS; i++) {
            byte[] bytes = mutations.mutate(
                    events.valid().toByteArray(), events.valid().toByteArray());
            long sequence = i;
            if (!(reader.read(bytes) instanceof EventReader.Reading.Valid)) {
                assertThatThrownBy(() -> row.read(bytes, sequence))
                        .isInstanceOf(WarehouseRow.UnreadableEventException.class);
            } else {
                row.read(bytes, i);
                assertRow(EventEnvelope.parseFrom(bytes), i, "seed " + seed + ", event " + i);
                rows++;
            }
        }
        assertThat(rows).isGreaterThan(EVENTS / 4);
    }

    @Test
    void a_device_context_that_comes_in_two_parts_is_merged_as_protobuf_does() throws Exception {
        RandomEvents events = new RandomEvents(9);
        for (int i = 0; i < EVENTS / 4; i++) {
            byte[] event = events.valid().toByteArray();
            byte[] more = events.valid().getDeviceContext().toByteArray();
            byte[] bytes =
                    Mutations.joined(List.of(event, Mutations.field(EventEnvelope.DEVICE_CONTEXT_FIELD_NUMBER, more)));

            row.read(bytes, i);

            assertRow(EventEnvelope.parseFrom(bytes), i, "event " + i);
        }
    }

    @Test
    void without_a_device_context_every_device_column_is_null() {
        row.read(
                new RandomEvents(6)
                        .valid().toBuilder().clearDeviceContext().build().toByteArray(),
                1);

        assertThat(Arrays.stream(WarehouseColumn.values()).filter(row::isNull))
                .contains(WarehouseColumn.PLATFORM, WarehouseColumn.IS_JAILBROKEN, WarehouseColumn.SDK_VERSION);
    }

    @Test
    void with_a_device_context_that_says_nothing_only_the_two_flags_are_not_null() {
        row.read(
                new RandomEvents(6)
                        .valid().toBuilder()
                                .setDeviceContext(DeviceContext.getDefaultInstance())
                                .build()
                                .toByteArray(),
                1);

        assertThat(row.isNull(WarehouseColumn.PLATFORM)).isTrue();
        assertThat(row.isNull(WarehouseColumn.SCREEN_WIDTH)).isTrue();
        assertThat(row.isNull(WarehouseColumn.IS_JAILBROKEN)).isFalse();
        assertThat(row.booleanValue(WarehouseColumn.IS_EMULATOR)).isFalse();
    }

    @Test
    void b4_an_event_that_is_not_valid_gives_no_row_and_says_why() {
        byte[] noApp =
                new RandomEvents(8).valid().toBuilder().clearAppId().build().toByteArray();

        assertThatThrownBy(() -> row.read(noApp, 1))
                .isInstanceOf(WarehouseRow.UnreadableEventException.class)
                .hasMessageContaining("app_id: is required");
        assertThatThrownBy(() -> row.read(new byte[] {1}, 1)).hasMessageContaining("malformed");
    }

    private void assertRow(EventEnvelope event, long sequence, String context) {
        EventKind kind = EventCatalog.kindOf(event).orElseThrow();
        DeviceContext device = event.getDeviceContext();
        ZonedDateTime time = Instant.ofEpochMilli(event.getTimestampMs()).atZone(ZoneOffset.UTC);
        List<@Nullable Object> expected = Arrays.asList(
                event.getId(),
                event.getAppId(),
                event.getDeviceId(),
                event.getTimestampMs(),
                textOrNull(event.getCorrelationId()),
                kind.category().wireName(),
                kind.type(),
                enumOrNull(device.getPlatformValue(), device.getPlatform()),
                textOrNull(device.getOsVersion()),
                textOrNull(device.getAppVersion()),
                textOrNull(device.getBuildNumber()),
                textOrNull(device.getDeviceModel()),
                textOrNull(device.getManufacturer()),
                numberOrNull(device.getScreenWidth()),
                numberOrNull(device.getScreenHeight()),
                textOrNull(device.getLocale()),
                textOrNull(device.getTimezone()),
                enumOrNull(device.getNetworkTypeValue(), device.getNetworkType()),
                textOrNull(device.getCarrier()),
                event.hasDeviceContext() ? device.getIsJailbroken() : null,
                event.hasDeviceContext() ? device.getIsEmulator() : null,
                textOrNull(device.getSdkVersion()),
                new String(json.write(event.toByteArray()), StandardCharsets.UTF_8),
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                event.getIdempotencyKey(),
                sequence);
        for (WarehouseColumn column : WarehouseColumn.values()) {
            assertThat(value(column)).as("%s of %s", column, context).isEqualTo(expected.get(column.index()));
        }
    }

    private @Nullable Object value(WarehouseColumn column) {
        if (row.isNull(column)) {
            assertThat(column.optional()).as("%s may be null", column).isTrue();
            return null;
        }
        return switch (column.type()) {
            case TEXT -> new String(row.bytes(column), row.offset(column), row.length(column), StandardCharsets.UTF_8);
            case INT32 -> row.intValue(column);
            case INT64 -> row.longValue(column);
            case BOOLEAN -> row.booleanValue(column);
        };
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Integer numberOrNull(int number) {
        return number == 0 ? null : number;
    }

    private static @Nullable String enumOrNull(int number, Enum<?> value) {
        boolean known = !value.name().equals(Platform.UNRECOGNIZED.name());
        return number == 0 ? null : known ? value.name() : Integer.toString(number);
    }
}
