package dev.causality.kernel;

import java.util.function.Supplier;

/** A mutual-exclusion lock between the tasks of one process. Reentrant. */
public interface Lock {

    void lock();

    /** @throws IllegalMonitorStateException when the caller does not hold the lock */
    void unlock();

    /** A new condition of this lock. */
    Condition newCondition();

    /** Runs {@code body} holding the lock. */
    default void run(Runnable body) {
        lock();
        try {
            body.run();
        } finally {
            unlock();
        }
    }

    /** What {@code body} gives, computed holding the lock. */
    default <T> T get(Supplier<T> body) {
        lock();
        try {
            return body.get();
        } finally {
            unlock();
        }
    }

    /** Something that a holder of the lock may wait for. All methods require the lock. */
    interface Condition {

        /**
         * Releases the lock and waits for a signal. May return without one: callers check what they wait for in a loop.
         *
         * @return false when the deadline passed
         */
        boolean await(Deadline deadline);

        void signalAll();
    }
}
