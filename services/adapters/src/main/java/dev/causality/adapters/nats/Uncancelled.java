package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;

/** Is never cancelled: for waits that end by their deadline. */
enum Uncancelled implements Cancellation {
    INSTANCE;

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean await(Deadline deadline) {
        throw new UnsupportedOperationException("waiting for a cancellation that never comes: sleep instead");
    }

    @Override
    public Registration onCancel(Runnable action) {
        return () -> {};
    }
}
