package dev.causality.kernel;

/** Is never cancelled. Nobody may wait for it. */
final class NeverCancelled implements Cancellation {

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
