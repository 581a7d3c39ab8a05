package dev.causality.kernel;

import java.util.Optional;

/** A running or finished task. */
public interface Task {

    String name();

    /**
     * Waits for the task's end.
     *
     * @return true when the task has ended, false when the deadline passed first
     */
    boolean join(Deadline deadline);

    /** What ended the task, if an exception or error did. Empty while it runs and when it ended well. */
    Optional<Throwable> failure();
}
