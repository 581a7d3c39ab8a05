package dev.causality.faults.sim.world.jetstream;

import dev.causality.ports.Header;
import dev.causality.ports.StoredMessage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;

/**
 * The message ids of the last minutes, exactly. They are kept in memory: a restart rebuilds them from what is still
 * stored, and so forgets the ids of messages that were removed.
 */
final class DuplicateWindow {

    private static final String MESSAGE_ID = "Nats-Msg-Id";

    private final long windowNanos;
    private final LinkedHashMap<String, Seen> ids = new LinkedHashMap<>();

    DuplicateWindow(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    private record Seen(long sequence, long at) {}

    /** The message id in these headers; "" when there is none. */
    static String idOf(List<Header> headers) {
        for (Header header : headers) {
            if (header.name().equals(MESSAGE_ID)) {
                return header.value();
            }
        }
        return "";
    }

    /** The sequence of the first message with this id. */
    OptionalLong first(String id, long now) {
        forgetOld(now);
        Seen seen = ids.get(id);
        return seen == null ? OptionalLong.empty() : OptionalLong.of(seen.sequence());
    }

    void remember(String id, long sequence, long at) {
        ids.remove(id);
        ids.put(id, new Seen(sequence, at));
    }

    void clear() {
        ids.clear();
    }

    /** After a restart: a stored message, in the order of the stream. */
    void rebuild(StoredMessage message, long storedAt, long now) {
        String id = idOf(message.headers());
        if (!id.isEmpty() && now - storedAt < windowNanos) {
            remember(id, message.sequence(), storedAt);
        }
    }

    private void forgetOld(long now) {
        for (Iterator<Seen> oldest = ids.values().iterator(); oldest.hasNext(); ) {
            if (now - oldest.next().at() < windowNanos) {
                return;
            }
            oldest.remove();
        }
    }
}
