package dev.causality.gateway.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causality.gateway.config.Rate;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** How a key is kept in its bucket: JSON, of which later versions may have more fields. */
final class KeyDocument {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String ID = "id";
    private static final String APP_ID = "app_id";
    private static final String LABEL = "label";
    private static final String SHA256 = "sha256";
    private static final String CREATED_AT = "created_at";
    private static final String EVENTS_PER_SECOND = "events_per_second";
    private static final String BURST = "burst";

    private KeyDocument() {}

    static byte[] write(ApiKey key) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField(ID, key.id());
            json.writeStringField(APP_ID, key.appId());
            json.writeStringField(LABEL, key.label());
            json.writeStringField(SHA256, key.digest().hex());
            json.writeStringField(CREATED_AT, key.created().toString());
            if (key.rate().isPresent()) {
                json.writeNumberField(EVENTS_PER_SECOND, key.rate().get().eventsPerSecond());
                json.writeNumberField(BURST, key.rate().get().burst());
            }
            json.writeEndObject();
        });
    }

    /** The key; empty when the bytes are not one. */
    static Optional<ApiKey> read(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            return Optional.of(new ApiKey(
                    text(json, ID),
                    text(json, APP_ID),
                    text(json, LABEL),
                    new KeyDigest(text(json, SHA256)),
                    Instant.parse(text(json, CREATED_AT)),
                    rate(json)));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.required(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is no text");
        }
        return value.textValue();
    }

    private static Optional<Rate> rate(JsonNode json) {
        return json.has(EVENTS_PER_SECOND)
                ? Optional.of(new Rate(
                        json.required(EVENTS_PER_SECOND).doubleValue(),
                        json.required(BURST).intValue()))
                : Optional.empty();
    }
}
