package dev.causality.conformance.system.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an event says, as a row of the warehouse shows it. It is made once from the event that was sent and once from the
 * row that DuckDB read; equal contents have equal digests. An absent value and the type's default count as the same: the
 * two cannot be told apart on the wire.
 *
 * @param payloadJson the payload in protobuf's JSON mapping with original field names; how it is laid out is of no account
 */
public record RowContent(
        String appId,
        String deviceId,
        long timestampMs,
        @Nullable String correlationId,
        String category,
        String type,
        @Nullable String platform,
        @Nullable String osVersion,
        @Nullable String appVersion,
        @Nullable Integer screenWidth,
        String payloadJson) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SEPARATOR = "\u001f";

    /** A digest of everything above. */
    public String digest() {
        String text = String.join(
                SEPARATOR,
                appId,
                deviceId,
                Long.toString(timestampMs),
                Objects.requireNonNullElse(correlationId, ""),
                category,
                type,
                Objects.requireNonNullElse(platform, ""),
                Objects.requireNonNullElse(osVersion, ""),
                Objects.requireNonNullElse(appVersion, ""),
                Integer.toString(Objects.requireNonNullElse(screenWidth, 0)),
                canonical(payloadJson));
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    private static String canonical(String json) {
        try {
            return canonical(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return "not JSON: " + json;
        }
    }

    private static String canonical(JsonNode node) {
        if (node.isObject()) {
            Map<String, String> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), canonical(field.getValue())));
            return fields.toString();
        }
        if (node.isArray()) {
            return List.copyOf(node.valueStream().map(RowContent::canonical).toList())
                    .toString();
        }
        return node.isNumber() ? node.decimalValue().stripTrailingZeros().toPlainString() : node.toString();
    }

    /** The folder for rows of this app and hour, from {@code app_id=} on. */
    public static String partition(String appId, int year, int month, int day, int hour) {
        return "app_id=%s/year=%04d/month=%02d/day=%02d/hour=%02d".formatted(appId, year, month, day, hour);
    }

    /** The names of the columns that it is made from, as they stand in the warehouse. */
    public static String columns() {
        return List.of(
                        "app_id",
                        "device_id",
                        "timestamp_ms",
                        "correlation_id",
                        "event_category",
                        "event_type",
                        "platform",
                        "os_version",
                        "app_version",
                        "screen_width",
                        "payload_json")
                .stream()
                .collect(Collectors.joining(", "));
    }
}
