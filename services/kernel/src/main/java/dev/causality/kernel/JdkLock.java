package dev.causality.kernel;

import java.util.concurrent.locks.ReentrantLock;

/** A lock of the JDK that does not pin the carrier of a virtual thread that waits for it. */
final class JdkLock implements Lock {

    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void lock() {
        lock.lock();
    }

    @Override
    public void unlock() {
        lock.unlock();
    }

    @Override
    public Condition newCondition() {
        return new JdkCondition(lock.newCondition());
    }

    private record JdkCondition(java.util.concurrent.locks.Condition condition) implements Condition {

        /**
         * {@inheritDoc}
         *
         * <p>An interrupt ends the wait like a signal that nobody sent, and is dropped: a kernel's task is stopped by its
         * {@link Cancellation} only. (A library may interrupt its own threads that run our code.)
         */
        @Override
        @SuppressWarnings("WaitNotInLoop") // The caller loops, as the contract says.
        public boolean await(Deadline deadline) {
            try {
                if (deadline.equals(Deadline.NEVER)) {
                    condition.await();
                    return true;
                }
                return condition.awaitNanos(deadline.nanoTime() - System.nanoTime()) > 0;
            } catch (InterruptedException dropped) {
                return deadline.equals(Deadline.NEVER) || deadline.nanoTime() - System.nanoTime() > 0;
            }
        }

        @Override
        public void signalAll() {
            condition.signalAll();
        }
    }
}
