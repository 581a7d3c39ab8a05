package dev.causality.gateway.core;

import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;

/**
 * What all requests together may hold: a number of places, and a number of bytes. Nobody waits here: what does not fit is
 * refused at once, so that overload costs a bounded amount of memory and no time (A7). Safe for use by several tasks.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // Written by holders of the lock only; read by whoever wants to know.
final class Capacity {

    private final Lock lock;
    private final Lock.Condition emptied;
    private final int places;
    private final long bytes;
    private volatile int placesTaken;
    private volatile long bytesTaken;
    private boolean closed;

    Capacity(Kernel kernel, int places, long bytes) {
        this.lock = kernel.newLock();
        this.emptied = lock.newCondition();
        this.places = places;
        this.bytes = bytes;
    }

    /** How an attempt to enter ended. */
    enum Entry {
        ENTERED,
        FULL,
        CLOSED
    }

    /** Takes a place. Whoever has entered must {@link #leave}. */
    Entry enter() {
        return lock.get(() -> {
            if (closed) {
                return Entry.CLOSED;
            }
            if (placesTaken >= places) {
                return Entry.FULL;
            }
            placesTaken++;
            return Entry.ENTERED;
        });
    }

    /** Gives a place back, and the bytes that its holder still has. */
    void leave(Share share) {
        lock.run(() -> {
            placesTaken--;
            bytesTaken -= share.held;
            share.held = 0;
            if (placesTaken == 0 && closed) {
                emptied.signalAll();
            }
        });
    }

    /** Lets nobody in any more. */
    void close() {
        lock.run(() -> closed = true);
    }

    /** Waits until nobody is in; true when that has come to pass. */
    boolean awaitEmpty(Deadline deadline) {
        return lock.get(() -> {
            while (placesTaken > 0) {
                if (!emptied.await(deadline)) {
                    return placesTaken == 0;
                }
            }
            return true;
        });
    }

    int placesTaken() {
        return placesTaken;
    }

    long bytesTaken() {
        return bytesTaken;
    }

    /** A new share of the bytes, empty at first, for the task that handles one request. */
    Share newShare() {
        return new Share();
    }

    /** The bytes that one request holds. */
    final class Share {

        private long held;

        private Share() {}

        /** Takes more bytes, or none if they are not there. */
        boolean take(long more) {
            return lock.get(() -> {
                if (more > bytes - bytesTaken) {
                    return false;
                }
                bytesTaken += more;
                held += more;
                return true;
            });
        }

        /** Gives bytes back early. */
        void give(long fewer) {
            lock.run(() -> {
                bytesTaken -= fewer;
                held -= fewer;
            });
        }
    }
}
