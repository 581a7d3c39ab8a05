package dev.causality.sink.core;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;

/**
 * Lets a puller pull: while its worker has room, and not further ahead of it than a few fetches. Safe for use by several
 * tasks.
 */
final class PullGate {

    private final Lock lock;
    private final Lock.Condition changed;
    private int permits;
    private boolean open = true;

    /** @param ahead how many fetches may wait for the worker */
    PullGate(Kernel kernel, int ahead) {
        this.lock = kernel.newLock();
        this.changed = lock.newCondition();
        this.permits = ahead;
    }

    /** Waits for leave to fetch once; false when the cancellation came first. */
    boolean await(Cancellation cancellation) {
        try (var _ = cancellation.onCancel(() -> lock.run(changed::signalAll))) {
            return lock.get(() -> {
                while (!cancellation.isCancelled()) {
                    if (open && permits > 0) {
                        permits--;
                        return true;
                    }
                    changed.await(Deadline.NEVER);
                }
                return false;
            });
        }
    }

    /** The worker has taken in what one fetch brought. */
    void release() {
        lock.run(() -> {
            permits++;
            changed.signalAll();
        });
    }

    void setOpen(boolean open) {
        lock.run(() -> {
            if (this.open != open) {
                this.open = open;
                changed.signalAll();
            }
        });
    }
}
