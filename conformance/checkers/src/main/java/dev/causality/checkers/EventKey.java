package dev.causality.checkers;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes two sends the same event: the app and the idempotency key, a UUID, in which upper and lower case are the
 * same.
 */
record EventKey(String app, String idempotencyKey) {
    EventKey {
        idempotencyKey = idempotencyKey.toLowerCase(Locale.ROOT);
    }

    /** The key in a message id, {@code app:key}. */
    static Optional<EventKey> ofMessageId(@Nullable String messageId) {
        int colon = messageId == null ? -1 : messageId.lastIndexOf(':');
        return messageId == null || colon < 0
                ? Optional.empty()
                : Optional.of(new EventKey(messageId.substring(0, colon), messageId.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return app + ":" + idempotencyKey;
    }
}
