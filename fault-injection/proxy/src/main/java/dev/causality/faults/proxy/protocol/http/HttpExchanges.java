package dev.causality.faults.proxy.protocol.http;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What the two directions of one HTTP connection have to know of each other: which requests await a response, for the
 * framing of a response depends on its request, and whether the connection has left HTTP. Thread-safe.
 */
public final class HttpExchanges {
    /** Requests on their way on one connection; clients that pipeline at all have a few. */
    static final int MAX_WAITING = 1024;

    private final Deque<Asked> waiting = new ArrayDeque<>();
    private long asked;
    private boolean switched;

    /**
     * A request.
     *
     * @param number counted from 1 on this connection
     */
    public record Asked(long number, HttpHead head) {}

    /** A request was read; null when too many wait already. */
    synchronized @Nullable Asked ask(HttpHead head) {
        if (waiting.size() == MAX_WAITING) {
            return null;
        }
        Asked next = new Asked(++asked, head);
        waiting.add(next);
        return next;
    }

    /** The request that the next response answers; null when none waits. */
    synchronized @Nullable Asked next() {
        return waiting.peek();
    }

    /** The next request has its final response. */
    synchronized void answered() {
        waiting.poll();
    }

    /** A request will not reach the server. */
    synchronized void withdraw(Asked request) {
        waiting.remove(request);
    }

    /** Both sides go on in another protocol. */
    synchronized void leaveHttp() {
        switched = true;
    }

    synchronized boolean hasLeftHttp() {
        return switched;
    }

    /** How many requests have no final response. */
    public synchronized int open() {
        return waiting.size();
    }
}
