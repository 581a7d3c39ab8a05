package dev.causality.deadletters;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a server says when a consumer will not deliver a message again.
 *
 * @param kind why
 * @param stream the message's stream, by name: which incarnation of it has to be told from the time
 * @param consumer the consumer's name
 * @param sequence the message's sequence
 * @param deliveries how often it was delivered
 * @param reason what the one who terminated it said; empty if nothing
 * @param time when, by the server's clock
 */
record Advisory(
        Kind kind, String stream, String consumer, long sequence, long deliveries, String reason, Instant time) {

    /** Pools of buffers would be shared between tasks; advisories are small and rare. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    enum Kind {
        MAX_DELIVERIES("io.nats.jetstream.advisory.v1.max_deliver"),
        TERMINATED("io.nats.jetstream.advisory.v1.terminated");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        /** As what a message is buried that this was said of. */
        Reason reason() {
            return this == MAX_DELIVERIES ? Reason.DELIVERIES_EXHAUSTED : Reason.TERMINATED;
        }

        private static Optional<Kind> ofType(String type) {
            for (Kind kind : values()) {
                if (kind.type.equals(type)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** The advisory in {@code json}; empty when it is none of ours, or lacks something. */
    static Optional<Advisory> parse(byte[] json) {
        try {
            TreeMap<String, String> fields = scalars(json);
            return Kind.ofType(fields.getOrDefault("type", ""))
                    .map(kind -> new Advisory(
                            kind,
                            fields.getOrDefault("stream", ""),
                            fields.getOrDefault("consumer", ""),
                            Long.parseLong(fields.getOrDefault("stream_seq", "")),
                            Long.parseLong(fields.getOrDefault("deliveries", "")),
                            fields.getOrDefault("reason", ""),
                            Instant.parse(fields.getOrDefault("timestamp", ""))));
        } catch (IOException | NumberFormatException | DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static TreeMap<String, String> scalars(byte[] json) throws IOException {
        TreeMap<String, String> fields = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return fields;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isStructStart()) {
                    parser.skipChildren();
                } else {
                    fields.put(name, parser.getText());
                }
            }
        }
        return fields;
    }
}
