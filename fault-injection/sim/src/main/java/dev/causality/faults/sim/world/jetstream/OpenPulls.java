package dev.causality.faults.sim.world.jetstream;

import dev.causality.faults.sim.world.jetstream.Inbox.PullEnd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open requests of one consumer. Messages are dealt out one to each in turn. */
final class OpenPulls {

    /** The server's default for how many requests a consumer keeps. */
    private static final int MOST = 512;

    private final DueWatch watch;
    private final ArrayDeque<Open> open = new ArrayDeque<>();

    OpenPulls(DueWatch watch) {
        this.watch = watch;
    }

    /** A request and what is left of it. */
    private static final class Open {
        private final Pull pull;
        private int left;
        private long bytesLeft;
        private boolean given;

        Open(Pull pull) {
            this.pull = pull;
            this.left = pull.batch();
            this.bytesLeft = pull.maxBytes();
        }

        boolean expired(long now) {
            return now >= pull.expiresAt();
        }
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void add(Pull pull) {
        if (open.size() >= MOST) {
            pull.inbox().end(PullEnd.TOO_MANY_REQUESTS);
            return;
        }
        open.add(new Open(pull));
    }

    /** How many messages the open requests may still take. */
    long wanted(long now) {
        expire(now, false);
        return open.stream().mapToLong(request -> request.left).sum();
    }

    /** Who gets the next message, of this size; null when nobody can. Ends requests that cannot go on. */
    @Nullable
    Inbox next(long size, long now) {
        while (!open.isEmpty()) {
            Open request = open.remove();
            if (request.expired(now)) {
                timedOut(request);
            } else if (request.pull.maxBytes() > 0 && size > request.bytesLeft) {
                request.pull.inbox().end(PullEnd.TOO_BIG);
            } else if (request.pull.inbox().listening()) {
                return take(request, size);
            }
        }
        return null;
    }

    private void timedOut(Open request) {
        watch.due(request.pull.expiresAt());
        request.pull.inbox().end(PullEnd.TIMEOUT);
    }

    private Inbox take(Open request, long size) {
        request.given = true;
        request.left--;
        if (request.pull.maxBytes() > 0) {
            request.bytesLeft -= size;
            if (request.bytesLeft == 0) {
                request.left = 0;
            }
        }
        if (request.left > 0) {
            open.add(request);
        }
        return request.pull.inbox();
    }

    /** Ends what has expired, what nobody listens to, and at the end of the stream what does not want to wait. */
    void expire(long now, boolean atTheEnd) {
        List<Open> all = new ArrayList<>(open);
        open.clear();
        for (Open request : all) {
            boolean endless = request.pull.expiresAt() == StreamServer.NEVER;
            if (request.expired(now)) {
                timedOut(request);
            } else if (atTheEnd && request.pull.noWait() && (endless || request.given)) {
                request.pull.inbox().end(PullEnd.NO_MESSAGES);
            } else if (request.pull.inbox().listening()) {
                open.add(request);
            }
        }
    }

    long nextTimer() {
        long next = StreamServer.NEVER;
        for (Open request : open) {
            next = Math.min(next, request.pull.expiresAt());
        }
        return next;
    }

    /** The consumer is deleted: says so to everybody. */
    void endAll() {
        open.forEach(request -> request.pull.inbox().end(PullEnd.CONSUMER_DELETED));
        open.clear();
    }

    /** The server is gone: nobody hears of it again. */
    void forget() {
        open.clear();
    }
}
