package dev.causality.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.causality.events.EventCatalog;
import dev.causality.events.EventKind;
import dev.causality.events.PayloadJson;
import dev.causality.ports.WarehouseEncoder;
import dev.causality.v1.DeviceContext;
import dev.causality.v1.EventEnvelope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarehouseFilesTest {

    private static final Map<String, String> NO_METADATA = Map.of();

    @TempDir
    Path folder;

    private final WarehouseEncoder encoder = ParquetEncoders.create(ParquetCompression.ZSTD);
    private static DuckDb duckDb;

    @BeforeAll
    static void open() {
        duckDb = new DuckDb();
    }

    @AfterAll
    static void close() {
        duckDb.close();
    }

    @Test
    void b13_columns_have_the_documented_names_types_and_order() {
        String file = write("types.parquet", encoder.encode(List.of(), NO_METADATA));

        assertThat(duckDb.query("describe select * from " + file).stream()
                        .map(row -> row.get("column_name") + " " + row.get("column_type")))
                .containsExactly(
                        "id VARCHAR",
                        "app_id VARCHAR",
                        "device_id VARCHAR",
                        "timestamp_ms BIGINT",
                        "correlation_id VARCHAR",
                        "event_category VARCHAR",
                        "event_type VARCHAR",
                        "platform VARCHAR",
                        "os_version VARCHAR",
                        "app_version VARCHAR",
                        "build_number VARCHAR",
                        "device_model VARCHAR",
                        "manufacturer VARCHAR",
                        "screen_width INTEGER",
                        "screen_height INTEGER",
                        "locale VARCHAR",
                        "timezone VARCHAR",
                        "network_type VARCHAR",
                        "carrier VARCHAR",
                        "is_jailbroken BOOLEAN",
                        "is_emulator BOOLEAN",
                        "sdk_version VARCHAR",
                        "payload_json VARCHAR",
                        "year INTEGER",
                        "month INTEGER",
                        "day INTEGER",
                        "hour INTEGER",
                        "idempotency_key VARCHAR",
                        "stream_sequence BIGINT");
    }

    @Test
    void b13_only_documented_columns_may_be_null() {
        String file = write("nulls.parquet", encoder.encode(List.of(), NO_METADATA));

        assertThat(duckDb.column("select name from parquet_schema(" + file + ") where repetition_type = 'OPTIONAL'"))
                .containsExactly(
                        "correlation_id",
                        "platform",
                        "os_version",
                        "app_version",
                        "build_number",
                        "device_model",
                        "manufacturer",
                        "screen_width",
                        "screen_height",
                        "locale",
                        "timezone",
                        "network_type",
                        "carrier",
                        "is_jailbroken",
                        "is_emulator",
                        "sdk_version");
    }

    @Test
    void b13_every_kind_of_event_with_the_oddest_values_is_read_back_exactly() {
        List<EventEnvelope> events = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            events.addAll(new Events(seed).ofEveryKind());
        }

        String file = write("odd.parquet", encoder.encode(Events.rows(events), NO_METADATA));

        assertRows(file, events);
    }

    @ParameterizedTest
    @CsvSource({"ZSTD, ZSTD", "SNAPPY, SNAPPY", "GZIP, GZIP", "NONE, UNCOMPRESSED"})
    void b13_each_compression_is_read_back(ParquetCompression compression, String codec) {
        List<EventEnvelope> events = new Events(1).typical("shop", 3000);

        byte[] encoded = ParquetEncoders.create(compression).encode(Events.rows(events), NO_METADATA);
        String file = write("compressed.parquet", encoded);

        assertRows(file, events);
        assertThat(duckDb.column("select distinct compression from parquet_metadata(" + file + ")"))
                .containsExactly(codec);
    }

    @Test
    void b13_more_rows_than_a_page_holds_are_read_back() throws IOException {
        List<EventEnvelope> events = new ArrayList<>(new Events(2).typical("shop", 25_000));
        for (int i = 0; i < events.size(); i++) {
            EventEnvelope.Builder event = events.get(i).toBuilder();
            if (i > 21_000) {
                event.setDeviceId("a device of its own " + i + "-".repeat(400));
                event.getDeviceContextBuilder().setCarrier("c" + i).setScreenWidth(i);
            }
            if (i % 3 == 0) {
                event.setCorrelationId("c" + i).getDeviceContextBuilder().clearLocale();
            }
            if (i % 7 == 0) {
                event.clearDeviceContext();
            }
            events.set(i, event.build());
        }

        byte[] encoded = encoder.encode(Events.rows(events), NO_METADATA);

        assertRows(write("pages.parquet", encoded), events);
        assertThat(dataPageEncodings(encoded, "app_id")).containsExactly("RLE_DICTIONARY x 2");
        assertThat(dataPageEncodings(encoded, "device_id"))
                .as("a dictionary that stops being useful is given up")
                .containsExactly("PLAIN x 2", "RLE_DICTIONARY x 1");
        assertThat(dataPageEncodings(encoded, "correlation_id")).containsExactly("PLAIN x 2");
    }

    @Test
    void b13_values_larger_than_a_page_are_read_back() {
        List<EventEnvelope> events = new ArrayList<>(new Events(3).typical("shop", 12));
        for (int i = 0; i < events.size(); i++) {
            EventEnvelope.Builder event = events.get(i).toBuilder();
            event.getScreenViewBuilder().putParams("blob", ("\n" + i).repeat(i * 70_000));
            event.getDeviceContextBuilder().setDeviceModel(String.valueOf(i).repeat(i * 50_000));
            events.set(i, event.build());
        }

        String file = write("large.parquet", encoder.encode(Events.rows(events), NO_METADATA));

        assertRows(file, events);
    }

    @Test
    void b13_a_file_without_rows_has_the_schema_and_is_read_together_with_others() {
        List<EventEnvelope> events = new Events(4).typical("shop", 10);
        write("a.parquet", encoder.encode(List.of(), Map.of("causality.fence", "1")));
        write("b.parquet", encoder.encode(Events.rows(events), NO_METADATA));
        write("c.parquet", encoder.encode(List.of(), NO_METADATA));

        assertThat(duckDb.column("select count(*) from " + quoted(folder.resolve("a.parquet"))))
                .containsExactly(0L);
        assertRows(quoted(folder.resolve("*.parquet")), events);
    }

    @Test
    void b13_partition_columns_agree_with_the_folders_that_they_are_read_from() throws IOException {
        for (String app : List.of("shop", "com.acme.shop")) {
            List<EventEnvelope> events = new Events(5).typical(app, 50);
            Path partition = Files.createDirectories(
                    folder.resolve("app_id=" + app).resolve("year=2026/month=09/day=21/hour=14"));
            Files.write(partition.resolve("rows.parquet"), encoder.encode(Events.rows(events), NO_METADATA));
            Files.write(partition.resolve("fence.parquet"), encoder.encode(List.of(), NO_METADATA));
        }

        String everything = "read_parquet(" + quoted(folder.resolve("**/*.parquet")) + ", hive_partitioning = %s)";
        String counts =
                "select app_id, year::int as y, month::int as m, day::int as d, hour::int as h, count(*) as n from "
                        + everything + " group by all order by all";
        assertThat(duckDb.query(counts.formatted("true")))
                .hasSize(2)
                .isEqualTo(duckDb.query(counts.formatted("false")))
                .first()
                .isEqualTo(Map.of("app_id", "com.acme.shop", "y", 2026, "m", 9, "d", 21, "h", 14, "n", 50L));
    }

    @Test
    void b13_statistics_are_those_of_the_values() {
        List<EventEnvelope> events = new ArrayList<>(new Events(6).typical("shop", 100));
        events.set(0, events.get(0).toBuilder().clearDeviceContext().build());

        String file = write("statistics.parquet", encoder.encode(Events.rows(events), NO_METADATA));

        assertThat(duckDb.query("select path_in_schema as c, stats_min_value as low, stats_max_value as high,"
                        + " stats_null_count as nulls from parquet_metadata(" + file
                        + ") where c in ('timestamp_ms', 'app_id', 'hour', 'os_version', 'build_number') order by c"))
                .extracting(row -> row.get("c") + " " + row.get("low") + " " + row.get("high") + " " + row.get("nulls"))
                .containsExactly(
                        "app_id shop shop 0",
                        "build_number null null 100",
                        "hour 14 14 0",
                        "os_version 14 17.4.2 1",
                        "timestamp_ms " + Events.HOUR_START + " " + (Events.HOUR_START + 99 * 36_000) + " 0");
    }

    @Test
    void metadata_of_the_file_is_kept_in_order() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("causality.stream", "CAUSALITY_EVENTS");
        metadata.put("causality.created", "2026-09-21T14:00:00.123456789Z");
        metadata.put("causality.intent", "ü");

        String file = write("metadata.parquet", encoder.encode(List.of(), metadata));

        assertThat(duckDb.query(
                        "select key::blob::varchar as k, decode(value) as v from parquet_kv_metadata(" + file + ")"))
                .extracting(row -> row.get("k") + "=" + row.get("v"))
                .containsExactlyElementsOf(metadata.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    @Test
    void b14_an_event_of_a_newer_schema_is_stored_with_the_bytes_of_its_payload() {
        EventEnvelope known = new Events(7).typical("shop", 1).getFirst();
        byte[] payload = {0x0A, 3, 'n', 'e', 'w', (byte) 0x80, 1, 0};
        EventEnvelope newer = known.toBuilder()
                .clearPayload()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                777,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFrom(payload))
                                        .build())
                        .build())
                .build();

        String file = write("newer.parquet", encoder.encode(Events.rows(List.of(known, newer)), NO_METADATA));

        Map<String, @Nullable Object> row = duckDb.query("select * from " + file + " where stream_sequence = 2")
                .getFirst();
        assertThat(row).containsEntry("event_category", "unknown").containsEntry("device_id", known.getDeviceId());
        assertThat(String.valueOf(row.get("payload_json")))
                .contains("777")
                .contains(Base64.getEncoder().encodeToString(payload));
    }

    /** The encodings of a column's data pages and how many pages have each, from the footer. */
    private static List<String> dataPageEncodings(byte[] file, String column) throws IOException {
        int footerLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
        InputStream footer = new ByteArrayInputStream(file, file.length - 8 - footerLength, footerLength);
        return Util.readFileMetaData(footer).getRow_groups().getFirst().getColumns().stream()
                .map(ColumnChunk::getMeta_data)
                .filter(chunk -> chunk.getPath_in_schema().equals(List.of(column)))
                .flatMap(chunk -> chunk.getEncoding_stats().stream())
                .filter(stats -> stats.getPage_type() == PageType.DATA_PAGE)
                .map(stats -> stats.getEncoding() + " x " + stats.getCount())
                .sorted()
                .toList();
    }

    private String write(String name, byte[] content) {
        try {
            return quoted(Files.write(folder.resolve(name), content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(Path file) {
        return "'" + file + "'";
    }

    /** Compares with what the protobuf library reads from the events. */
    private void assertRows(String file, List<EventEnvelope> events) {
        List<Map<String, @Nullable Object>> rows = duckDb.query("select * from " + file + " order by stream_sequence");
        assertThat(rows).hasSameSizeAs(events);
        for (int i = 0; i < rows.size(); i++) {
            Map<String, @Nullable Object> expected = expected(events.get(i), i + 1);
            if (!rows.get(i).equals(expected)) {
                assertThat(rows.get(i)).isEqualTo(expected);
            }
        }
    }

    private static Map<String, @Nullable Object> expected(EventEnvelope event, long sequence) {
        ZonedDateTime time = Instant.ofEpochMilli(event.getTimestampMs()).atZone(ZoneOffset.UTC);
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", event.getId());
        row.put("app_id", event.getAppId());
        row.put("device_id", event.getDeviceId());
        row.put("timestamp_ms", event.getTimestampMs());
        row.put("correlation_id", orNull(event.getCorrelationId()));
        EventKind kind = EventCatalog.kindOf(event).orElseThrow();
        row.put("event_category", kind.category().wireName());
        row.put("event_type", kind.type());
        DeviceContext device = event.getDeviceContext();
        row.put(
                "platform",
                device.getPlatformValue() == 0 ? null : device.getPlatform().name());
        row.put("os_version", orNull(device.getOsVersion()));
        row.put("app_version", orNull(device.getAppVersion()));
        row.put("build_number", orNull(device.getBuildNumber()));
        row.put("device_model", orNull(device.getDeviceModel()));
        row.put("manufacturer", orNull(device.getManufacturer()));
        row.put("screen_width", device.getScreenWidth() == 0 ? null : device.getScreenWidth());
        row.put("screen_height", device.getScreenHeight() == 0 ? null : device.getScreenHeight());
        row.put("locale", orNull(device.getLocale()));
        row.put("timezone", orNull(device.getTimezone()));
        row.put(
                "network_type",
                device.getNetworkTypeValue() == 0
                        ? null
                        : device.getNetworkType().name());
        row.put("carrier", orNull(device.getCarrier()));
        row.put("is_jailbroken", event.hasDeviceContext() ? device.getIsJailbroken() : null);
        row.put("is_emulator", event.hasDeviceContext() ? device.getIsEmulator() : null);
        row.put("sdk_version", orNull(device.getSdkVersion()));
        row.put("payload_json", new String(new PayloadJson().write(event.toByteArray()), StandardCharsets.UTF_8));
        row.put("year", time.getYear());
        row.put("month", time.getMonthValue());
        row.put("day", time.getDayOfMonth());
        row.put("hour", time.getHour());
        row.put("idempotency_key", event.getIdempotencyKey());
        row.put("stream_sequence", sequence);
        return row;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
