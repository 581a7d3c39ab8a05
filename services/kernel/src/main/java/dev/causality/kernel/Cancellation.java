package dev.causality.kernel;

/** Tells a task that it should stop waiting. Once cancelled it stays so. Safe for use by several tasks. */
public interface Cancellation {

    /** Never cancelled; for a wait that has to end in another way. */
    Cancellation NEVER = new NeverCancelled();

    boolean isCancelled();

    /**
     * Waits for the cancellation.
     *
     * @return true when cancelled, false when the deadline passed first
     */
    boolean await(Deadline deadline);

    /**
     * Runs {@code action} once when cancelled: in the cancelling task, or here and now if that has happened already. The
     * action must not block.
     *
     * @return takes the action back when closed
     */
    Registration onCancel(Runnable action);

    /** What a waiter closes when it no longer waits. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
