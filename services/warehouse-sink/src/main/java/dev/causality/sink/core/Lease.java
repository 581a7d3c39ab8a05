package dev.causality.sink.core;

import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import java.time.Duration;

/**
 * How long a group of deliveries is surely ours. It begins at a moment before which the server cannot have sent the oldest
 * of them and lasts for the ack wait, less a margin: once it is over another instance may hold them, and they must not be
 * answered any more, save that a row is durable. Safe for use by several tasks: one worker includes and renews, store tasks look.
 */
final class Lease {

    /**
     * The part of the ack wait that is given away: half of it for a clock that runs slower than the server's, by up to one in
     * twenty, the rest for scheduling and the way to the server.
     */
    private static final int MARGIN_FRACTION = 10;

    /** Renewed when this part of the ack wait is over. */
    private static final int RENEWAL_FRACTION = 3;

    private final Kernel kernel;
    private final long ackWaitNanos;
    /** Written by the worker alone. */
    private volatile long startNanos;

    Lease(Kernel kernel, Duration ackWait, long startNanos) {
        this(kernel, ackWait.toNanos(), startNanos);
    }

    private Lease(Kernel kernel, long ackWaitNanos, long startNanos) {
        this.kernel = kernel;
        this.ackWaitNanos = ackWaitNanos;
        this.startNanos = startNanos;
    }

    /** A lease that is over at {@code end}. */
    static Lease until(Kernel kernel, Deadline end) {
        long start = kernel.nanoTime();
        long length = Math.max(0, end.remainingNanos(kernel));
        return new Lease(kernel, length / (MARGIN_FRACTION - 1) * MARGIN_FRACTION, start);
    }

    boolean live() {
        return !end().passed(kernel);
    }

    Deadline end() {
        return new Deadline(startNanos + ackWaitNanos - ackWaitNanos / MARGIN_FRACTION);
    }

    /** When the next in-progress signal is due. */
    Deadline renewal() {
        return new Deadline(startNanos + ackWaitNanos / RENEWAL_FRACTION);
    }

    /** A delivery that may have been sent at {@code nanoTime} joins the group. */
    void include(long nanoTime) {
        if (nanoTime < startNanos) {
            startNanos = nanoTime;
        }
    }

    /** A lease of its own that stands where this one does. */
    Lease copy() {
        return new Lease(kernel, ackWaitNanos, startNanos);
    }

    /** In-progress signals were sent for all of the group, the first of them at {@code nanoTime}. */
    void renewed(long nanoTime) {
        startNanos = nanoTime;
    }
}
