package dev.causality.faults.sim;

import dev.causality.kernel.Deadline;
import dev.causality.kernel.Task;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that goes on only when the scheduler lets it. While it does not run it is in exactly one place: ready,
 * held back in a paused process, or waiting for a {@link Signal}, a moment, or both.
 */
final class SimTask implements Task {

    final long number;
    final SimKernel kernel;
    final Thread thread;
    int priority;

    /** Goes on with the thread, on the thread of the caller; known once the thread has been started. */
    @Nullable
    Runnable continuation;

    /** Whether the thread could go on; set by another simulation's thread where a lock of the JVM's own was in the way. */
    volatile boolean submitted;

    /** Set when the task hands control back to the scheduler, cleared when it goes on. */
    boolean yielded;

    boolean timedOut;
    long since;
    String waitsFor = "";

    @Nullable
    Signal signal;

    @Nullable
    Timer timer;

    private final String name;
    private final Signal end;
    private boolean ended;
    private @Nullable Throwable failure;

    SimTask(long number, String name, SimKernel kernel, Runnable body) {
        this.number = number;
        this.name = name;
        this.kernel = kernel;
        this.end = new Signal(kernel.simulation(), name);
        this.thread = VirtualThreads.on(this::submit).unstarted(() -> live(body));
    }

    private void submit(Runnable runnable) {
        continuation = runnable;
        submitted = true;
        kernel.simulation().wakeDriver();
    }

    /** Everything is caught, errors too: what ended a task must reach whoever supervises it. */
    private void live(Runnable body) {
        try {
            body.run();
        } catch (Throwable problem) {
            failure = problem;
            kernel.simulation().failed(this, problem);
        }
        ended = true;
        kernel.ended(this);
        end.wakeAll();
    }

    /** Wakes it, for no reason, if it waits for a signal with a limit of time. */
    void lookAgain() {
        if (signal != null && timer != null) {
            signal.remove(this);
            kernel.simulation().woken(this);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean join(Deadline deadline) {
        kernel.simulation().point("join");
        long until = kernel.simulated(deadline);
        while (!ended) {
            if (!end.await("end of task", until)) {
                return ended;
            }
        }
        return true;
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return kernel.name() + "/" + name + "#" + number;
    }
}
