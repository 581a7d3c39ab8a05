package dev.causality.faults.proxy.protocol.nats;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The publishes of one connection that the server has not answered, by the subject that the answer will come on. */
final class OpenPublishes {
    /** Beyond it the oldest is forgotten: its answer is lost, or the client expects none. */
    private static final int MAX_OPEN = 65_536;

    private final Map<String, Publish> open = new Bounded();
    private long count;

    boolean isEmpty() {
        return open.isEmpty();
    }

    Publish add(String reply, String subject, String messageId, int bytes) {
        Publish publish = new Publish(++count, subject, messageId, bytes);
        open.put(reply, publish);
        return publish;
    }

    @Nullable
    Publish take(String reply) {
        return open.remove(reply);
    }

    private static final class Bounded extends LinkedHashMap<String, Publish> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Publish> eldest) {
            return size() > MAX_OPEN;
        }
    }
}
