package dev.causality.faults.sim.world.jetstream;

import dev.causality.ports.StoredMessage;
import java.util.ArrayList;
import java.util.List;

/** Readers of one stream that wait for its next message. */
final class Follows {

    private final StoredStream stream;
    private final List<Follow> waiting = new ArrayList<>();

    Follows(StoredStream stream) {
        this.stream = stream;
    }

    void add(Follow follow, long now) {
        if (!answered(follow, now)) {
            waiting.add(follow);
        }
    }

    /** Answers those for whom there is something, and those who have waited long enough. */
    void run(long now) {
        for (Follow follow : List.copyOf(waiting)) {
            if (answered(follow, now)) {
                waiting.remove(follow);
            }
        }
    }

    long nextTimer() {
        long next = StreamServer.NEVER;
        for (Follow follow : waiting) {
            next = Math.min(next, follow.expiresAt());
        }
        return next;
    }

    /** The server is gone. */
    void forget() {
        waiting.clear();
    }

    /** The stream is deleted. */
    void endAll() {
        List<Follow> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(follow -> follow.reader().gone());
    }

    private boolean answered(Follow follow, long now) {
        List<StoredMessage> messages = new ArrayList<>();
        StoredMessage next = stream.next(follow.after() + 1, follow.filter());
        while (next != null && messages.size() < follow.max()) {
            messages.add(next);
            next = stream.next(next.sequence() + 1, follow.filter());
        }
        if (messages.isEmpty() && now < follow.expiresAt()) {
            return false;
        }
        follow.reader().read(messages, next != null);
        return true;
    }
}
