package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;

/**
 * How much may be published and not yet confirmed, in units of {@link #UNIT_BYTES}: backpressure, and what bounds the
 * memory that a slow server costs. Every message takes one unit at least, which also keeps fewer messages under way than
 * a server queues per stream (10,000 by default) before it refuses more. Safe for use by several tasks.
 */
final class OutgoingLimit {

    static final int UNIT_BYTES = 8 * 1024;

    private final Kernel kernel;
    private final Lock lock;
    private final Lock.Condition freed;
    private final int capacity;
    private int free;
    private int waiting;

    OutgoingLimit(Kernel kernel, long bytes) {
        this.kernel = kernel;
        this.lock = kernel.newLock();
        this.freed = lock.newCondition();
        this.capacity = Math.toIntExact(bytes / UNIT_BYTES);
        this.free = capacity;
    }

    /** What a message of this size takes; never more than there is. */
    int units(long bytes) {
        return (int) Math.min(capacity, 1 + bytes / UNIT_BYTES);
    }

    /**
     * Takes between {@code least} and {@code most} units, waiting for {@code least}.
     *
     * @return how many were taken; 0 when the deadline or the cancellation came first
     */
    int take(int least, int most, Deadline deadline, Cancellation cancellation) {
        int taken = lock.get(() -> takeNow(least, most));
        if (taken > 0) {
            return taken;
        }
        try (var _ = cancellation.onCancel(this::wake)) {
            return lock.get(() -> {
                waiting++;
                try {
                    return await(least, most, deadline, cancellation);
                } finally {
                    waiting--;
                }
            });
        }
    }

    void give(int units) {
        lock.run(() -> {
            free += units;
            if (waiting > 0) {
                freed.signalAll();
            }
        });
    }

    private int await(int least, int most, Deadline deadline, Cancellation cancellation) {
        int taken = takeNow(least, most);
        while (taken == 0 && !cancellation.isCancelled() && !deadline.passed(kernel)) {
            freed.await(deadline);
            taken = takeNow(least, most);
        }
        return taken;
    }

    private int takeNow(int least, int most) {
        if (free < least) {
            return 0;
        }
        int taken = Math.min(free, most);
        free -= taken;
        return taken;
    }

    private void wake() {
        lock.run(freed::signalAll);
    }
}
