package dev.causality.adapters.nats;

import dev.causality.ports.Header;
import dev.causality.ports.StoredMessage;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.support.JsonValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds stored messages from the server's two ways of giving them out. */
final class StoredMessages {

    /** What a direct answer adds to a message's own headers. */
    private static final Set<String> ADDED = Set.of(
            HeaderNames.STREAM,
            HeaderNames.SUBJECT,
            HeaderNames.SEQUENCE,
            HeaderNames.TIME,
            "Nats-Last-Sequence",
            "Nats-Num-Pending",
            "Nats-UpTo-Sequence");

    private StoredMessages() {}

    /**
     * From an answer to a direct request: the message itself, with headers that say where it comes from. Empty when they
     * cannot be told from the publisher's own.
     */
    static Optional<StoredMessage> ofDirect(Message answer) {
        Headers headers = answer.getHeaders();
        if (answer.isStatusMessage() || headers == null) {
            return Optional.empty();
        }
        String sequence = only(headers, HeaderNames.SEQUENCE);
        String time = only(headers, HeaderNames.TIME);
        String subject = only(headers, HeaderNames.SUBJECT);
        if (sequence == null || time == null || subject == null) {
            return Optional.empty();
        }
        List<Header> own = JnatsHeaders.of(headers).stream()
                .filter(header -> !ADDED.contains(header.name()))
                .toList();
        return Optional.of(new StoredMessage(Long.parseLong(sequence), instant(time), subject, own, answer.getData()));
    }

    /** The value of a header; null when there is none, or another, which then is the publisher's own. */
    private static @Nullable String only(Headers headers, String name) {
        List<String> values = headers.get(name);
        return values == null || values.size() != 1 ? null : values.getFirst();
    }

    /** From an answer of the management API, in JSON. */
    static StoredMessage ofJson(JsonValue body) {
        JsonValue message = Api.member(body, "message");
        return new StoredMessage(
                Api.number(message, "seq", 0),
                instant(Api.string(message, "time")),
                Api.string(message, "subject"),
                EncodedHeaders.read(Base64.getDecoder().decode(Api.string(message, "hdrs"))),
                Base64.getDecoder().decode(Api.string(message, "data")));
    }

    /** A moment as the server writes it; the beginning of time when it is missing. */
    static Instant instant(String text) {
        return text.isEmpty() ? Instant.MIN : OffsetDateTime.parse(text).toInstant();
    }
}
