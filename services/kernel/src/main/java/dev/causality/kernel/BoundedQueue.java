package dev.causality.kernel;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A first-in, first-out queue between the tasks of one process, with room for a fixed number of elements. Safe for use by
 * any number of producers and consumers.
 */
public final class BoundedQueue<T> {

    private final Kernel kernel;
    private final int capacity;
    private final Lock lock;
    private final Lock.Condition added;
    private final Lock.Condition removed;
    private final ArrayDeque<T> elements = new ArrayDeque<>();

    BoundedQueue(Kernel kernel, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a queue needs a capacity of at least 1, not " + capacity);
        }
        this.kernel = kernel;
        this.capacity = capacity;
        this.lock = kernel.newLock();
        this.added = lock.newCondition();
        this.removed = lock.newCondition();
    }

    /** Adds {@code element} if there is room now. */
    public boolean offer(T element) {
        return lock.get(() -> {
            if (elements.size() >= capacity) {
                return false;
            }
            add(element);
            return true;
        });
    }

    /**
     * Adds {@code element}, waiting for room. Where there is room at once, neither deadline nor cancellation matter.
     *
     * @return false when the deadline passed or the cancellation came first; the element is then not in the queue
     */
    public boolean put(T element, Deadline deadline, Cancellation cancellation) {
        if (offer(element)) {
            return true;
        }
        try (var _ = cancellation.onCancel(this::wake)) {
            return lock.get(() -> {
                while (elements.size() >= capacity) {
                    if (cancellation.isCancelled() || deadline.passed(kernel)) {
                        return false;
                    }
                    removed.await(deadline);
                }
                add(element);
                return true;
            });
        }
    }

    /**
     * Takes the oldest element, waiting for one. Where there is one at once, neither deadline nor cancellation matter.
     *
     * @return empty when the deadline passed or the cancellation came first
     */
    public Optional<T> poll(Deadline deadline, Cancellation cancellation) {
        Optional<T> first = poll();
        if (first.isPresent()) {
            return first;
        }
        try (var _ = cancellation.onCancel(this::wake)) {
            return lock.get(() -> {
                while (elements.isEmpty()) {
                    if (cancellation.isCancelled() || deadline.passed(kernel)) {
                        return Optional.empty();
                    }
                    added.await(deadline);
                }
                return Optional.of(remove());
            });
        }
    }

    /** Takes the oldest element if there is one now. */
    public Optional<T> poll() {
        return lock.get(() -> elements.isEmpty() ? Optional.empty() : Optional.of(remove()));
    }

    /** How many elements are in it at this moment. */
    public int size() {
        return lock.get(elements::size);
    }

    private void add(T element) {
        elements.add(element);
        added.signalAll();
    }

    private T remove() {
        T element = elements.remove();
        removed.signalAll();
        return element;
    }

    private void wake() {
        lock.run(() -> {
            added.signalAll();
            removed.signalAll();
        });
    }
}
