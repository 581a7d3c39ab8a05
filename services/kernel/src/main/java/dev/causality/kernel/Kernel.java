package dev.causality.kernel;

import java.time.Duration;
import java.time.Instant;

/**
 * The only way of a service core to time, randomness and concurrency. Production has one implementation over the JDK;
 * the simulation has one over a seeded scheduler. Everything else here (queues, cancellation, sleeping, identifiers) is
 * built from these few methods, so that it behaves the same in both.
 *
 * <p>A kernel belongs to one process, real or simulated, and is safe for use by all of its tasks.
 */
public interface Kernel {

    /** The wall clock. It may jump, backwards too: use {@link #nanoTime()} to measure how long something took. */
    Instant now();

    /** A monotonic clock in nanoseconds from an arbitrary origin. It goes on while the process is paused. */
    long nanoTime();

    /**
     * Random numbers for one concern (such as "jitter"). Each concern draws from a stream of its own, so that a draw more
     * in one place changes nothing in another. Not fit for secrets.
     */
    Randomness random(String concern);

    /** {@code length} unpredictable bytes, fit for secrets. */
    byte[] secret(int length);

    /** Starts a task of this process. An exception that leaves {@code body} is kept for {@link Task#failure()}. */
    Task start(String name, Runnable body);

    /** A new lock; taking it is a scheduling point even when it is free. */
    Lock newLock();

    /** The moment {@code duration} from now; one that would overflow is {@link Deadline#NEVER}. */
    default Deadline deadlineIn(Duration duration) {
        return Deadline.after(nanoTime(), duration);
    }

    /** A new source of cancellation, not yet cancelled. */
    default CancellationSource newCancellation() {
        return new CancellationSource(newLock());
    }

    /** A first-in, first-out queue that holds at most {@code capacity} elements. */
    default <T> BoundedQueue<T> newQueue(int capacity) {
        return new BoundedQueue<>(this, capacity);
    }

    /**
     * Waits.
     *
     * @return true when the whole {@code duration} passed, false when {@code cancellation} ended the wait
     */
    default boolean sleep(Duration duration, Cancellation cancellation) {
        Cancellation waited = cancellation.equals(Cancellation.NEVER) ? newCancellation() : cancellation;
        return !waited.await(deadlineIn(duration));
    }
}
