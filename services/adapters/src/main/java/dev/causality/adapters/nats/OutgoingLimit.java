package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much may be published and not yet confirmed, in units of {@link #UNIT_BYTES}: backpressure, and what bounds the
 * memory that a slow server costs. Every message takes one unit at least, which also keeps fewer messages under way than
 * a server queues per stream (10,000 by default) before it refuses more.
 *
 * <p>Who waits is served in order, and only who gets something is woken: hundreds of tasks may wait, and units come back
 * one by one. Safe for use by several tasks.
 */
final class OutgoingLimit {

    static final int UNIT_BYTES = 8 * 1024;

    private final Kernel kernel;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final int capacity;
    private int free;

    OutgoingLimit(Kernel kernel, long bytes) {
        this.kernel = kernel;
        this.capacity = Math.toIntExact(bytes / UNIT_BYTES);
        this.free = capacity;
    }

    /** What a message of this size takes; never more than there is. */
    int units(long bytes) {
        return (int) Math.min(capacity, 1 + bytes / UNIT_BYTES);
    }

    /**
     * Takes between {@code least} and {@code most} units, waiting for {@code least}. Nobody may wait who holds some.
     *
     * @return how many were taken; 0 when the deadline or the cancellation came first
     */
    int take(int least, int most, Deadline deadline, Cancellation cancellation) {
        Waiter waiter = new Waiter(least, most);
        lock.lock();
        try {
            if (waiters.isEmpty() && free >= least) {
                return grant(most);
            }
            waiters.add(waiter);
        } finally {
            lock.unlock();
        }
        try (var _ = cancellation.onCancel(() -> LockSupport.unpark(waiter.thread))) {
            return await(waiter, deadline, cancellation);
        }
    }

    void give(int units) {
        lock.lock();
        try {
            free += units;
            serve();
        } finally {
            lock.unlock();
        }
    }

    private int await(Waiter waiter, Deadline deadline, Cancellation cancellation) {
        while (waiter.granted == 0) {
            long nanos = deadline.remainingNanos(kernel);
            if (nanos <= 0
                    || cancellation.isCancelled()
                    || Thread.currentThread().isInterrupted()) {
                return leave(waiter);
            }
            LockSupport.parkNanos(this, nanos);
        }
        return waiter.granted;
    }

    /** Stops waiting; what was granted at the last moment is taken. */
    private int leave(Waiter waiter) {
        lock.lock();
        try {
            waiters.remove(waiter);
            serve(); // Those behind may want less.
            return waiter.granted;
        } finally {
            lock.unlock();
        }
    }

    private void serve() {
        Waiter first = waiters.peek();
        while (first != null && free >= first.least) {
            waiters.remove();
            first.granted = grant(first.most);
            LockSupport.unpark(first.thread);
            first = waiters.peek();
        }
    }

    private int grant(int most) {
        int granted = Math.min(free, most);
        free -= granted;
        return granted;
    }

    /** Somebody who waits. */
    private static final class Waiter {

        private final Thread thread = Thread.currentThread();
        private final int least;
        private final int most;
        private volatile int granted;

        Waiter(int least, int most) {
            this.least = least;
            this.most = most;
        }
    }
}
