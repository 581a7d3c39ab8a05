package dev.causality.faults.proxy.protocol.nats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * JetStream's answer to a publish.
 *
 * @param stream that took the message; null when none did
 * @param sequence that it has there, or that its first copy has; 0 when it was refused
 * @param duplicate whether the message id was known
 * @param error the server's error code, 0 when the message was taken
 */
public record PublishConfirmation(@Nullable String stream, long sequence, boolean duplicate, int error) {
    /** How much of a payload has to be kept to read one. */
    public static final int MAX_BYTES = 4096;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads an answer; null when it is none. */
    public static @Nullable PublishConfirmation read(String json) {
        if (!json.startsWith("{")) {
            return null;
        }
        try {
            JsonNode answer = JSON.readTree(json);
            JsonNode error = answer.get("error");
            if (error != null) {
                return new PublishConfirmation(
                        null, 0, false, Math.max(1, error.path("err_code").asInt()));
            }
            String stream = answer.path("stream").asText("");
            long sequence = answer.path("seq").asLong();
            return stream.isEmpty() || sequence < 1
                    ? null
                    : new PublishConfirmation(
                            stream, sequence, answer.path("duplicate").asBoolean(), 0);
        } catch (JsonProcessingException notAnAnswer) {
            return null;
        }
    }
}
