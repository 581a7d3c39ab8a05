package dev.causality.kernel;

import java.util.List;
import java.util.TreeMap;

/** A {@link Cancellation} together with the means to cancel it. */
public final class CancellationSource implements Cancellation {

    private static final long NONE = 0;

    private final Lock lock;
    private final Lock.Condition changed;
    private final TreeMap<Long, Runnable> actions = new TreeMap<>();
    private long registrations;
    private volatile boolean cancelled;

    CancellationSource(Lock lock) {
        this.lock = lock;
        this.changed = lock.newCondition();
    }

    /** Cancels: wakes every waiter and runs the registered actions, in the order of their registration. */
    public void cancel() {
        List<Runnable> due = lock.get(() -> {
            cancelled = true;
            changed.signalAll();
            List<Runnable> all = List.copyOf(actions.values());
            actions.clear();
            return all;
        });
        due.forEach(Runnable::run);
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean await(Deadline deadline) {
        return lock.get(() -> {
            while (!cancelled) {
                if (!changed.await(deadline)) {
                    return cancelled;
                }
            }
            return true;
        });
    }

    @Override
    public Registration onCancel(Runnable action) {
        long id = lock.get(() -> cancelled ? NONE : register(action));
        if (id == NONE) {
            action.run();
        }
        return () -> lock.run(() -> actions.remove(id));
    }

    private long register(Runnable action) {
        actions.put(++registrations, action);
        return registrations;
    }
}
