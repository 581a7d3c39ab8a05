package dev.causality.faults.sim.world;

import dev.causality.faults.sim.Signal;
import dev.causality.faults.sim.SimKernel;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import org.jspecify.annotations.Nullable;

/** An answer that may still come. It does not come any more once the connection is lost. */
final class Reply<T> {

    private final Session session;
    private final Signal signal;
    private @Nullable T value;

    Reply(Session session, SimKernel kernel) {
        this.session = session;
        this.signal = kernel.simulation().signal("reply");
    }

    void set(T answer) {
        if (value == null) {
            value = answer;
        }
        signal.wakeAll();
    }

    void wake() {
        signal.wakeAll();
    }

    /** The answer, if it has come. */
    @Nullable
    T get() {
        return value;
    }

    /** Whether it may still come. */
    boolean open() {
        return value == null && session.alive();
    }

    /** Waits; null when it did not come in time, or never will. */
    @Nullable
    T await(SimKernel kernel, String what, Deadline deadline, Cancellation cancellation) {
        long until = kernel.simulated(deadline);
        try (var _ = onCancel(cancellation)) {
            boolean inTime = true;
            while (open() && inTime && !cancellation.isCancelled()) {
                inTime = signal.await(what, until);
            }
        }
        session.forget(this);
        return value;
    }

    private Cancellation.Registration onCancel(Cancellation cancellation) {
        return cancellation.equals(Cancellation.NEVER) ? () -> {} : cancellation.onCancel(signal::wakeAll);
    }
}
