package dev.causality.kernel;

import java.util.ArrayDeque;
import java.util.Optional;

/** A first-in, first-out queue between the tasks of one process, with room for a fixed number of elements. */
public final class BoundedQueue<T> {

    private final Kernel kernel;
    private final int capacity;
    private final Lock lock;
    private final Lock.Condition changed;
    private final ArrayDeque<T> elements = new ArrayDeque<>();

    BoundedQueue(Kernel kernel, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a queue needs a capacity of at least 1, not " + capacity);
        }
        this.kernel = kernel;
        this.capacity = capacity;
        this.lock = kernel.newLock();
        this.changed = lock.newCondition();
    }

    /** Adds {@code element} if there is room now. */
    public boolean offer(T element) {
        return lock.get(() -> {
            if (elements.size() >= capacity) {
                return false;
            }
            elements.add(element);
            changed.signalAll();
            return true;
        });
    }

    /**
     * Adds {@code element}, waiting for room.
     *
     * @return false when the deadline passed or the cancellation came first; the element is then not in the queue
     */
    public boolean put(T element, Deadline deadline, Cancellation cancellation) {
        try (var _ = cancellation.onCancel(this::wake)) {
            return lock.get(() -> {
                while (elements.size() >= capacity) {
                    if (cancellation.isCancelled() || deadline.passed(kernel)) {
                        return false;
                    }
                    changed.await(deadline);
                }
                elements.add(element);
                changed.signalAll();
                return true;
            });
        }
    }

    /**
     * Takes the oldest element, waiting for one.
     *
     * @return empty when the deadline passed or the cancellation came first
     */
    public Optional<T> poll(Deadline deadline, Cancellation cancellation) {
        try (var _ = cancellation.onCancel(this::wake)) {
            return lock.get(() -> {
                while (elements.isEmpty()) {
                    if (cancellation.isCancelled() || deadline.passed(kernel)) {
                        return Optional.empty();
                    }
                    changed.await(deadline);
                }
                T element = elements.remove();
                changed.signalAll();
                return Optional.of(element);
            });
        }
    }

    /** Takes the oldest element if there is one now. */
    public Optional<T> poll() {
        return lock.get(() -> {
            Optional<T> element = Optional.ofNullable(elements.poll());
            changed.signalAll();
            return element;
        });
    }

    public int size() {
        return lock.get(elements::size);
    }

    private void wake() {
        lock.run(changed::signalAll);
    }
}
