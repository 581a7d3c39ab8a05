package dev.causality.faults.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All that is due later, the earliest first; what is due at the same moment comes in the order of its scheduling. A
 * binary heap in which each timer knows its place: most timers are taken back before they are due, and must not stay.
 */
final class Timers {

    private static final int FIRST_CAPACITY = 64;

    private @Nullable Timer[] heap = new Timer[FIRST_CAPACITY];
    private int size;
    private long scheduled;

    Timer add(long nanos, String what, Runnable action) {
        Timer timer = new Timer(this, nanos, scheduled++, what, action);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        rise(timer, size++);
        return timer;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** When the earliest is due; only if there is one. */
    long earliest() {
        return at(0).nanos;
    }

    Timer poll() {
        Timer first = at(0);
        remove(first);
        return first;
    }

    void remove(Timer timer) {
        int index = timer.index;
        if (index == Timer.NOT_SCHEDULED) {
            return;
        }
        timer.index = Timer.NOT_SCHEDULED;
        Timer last = at(--size);
        heap[size] = null;
        if (index < size) {
            sink(last, index);
            if (last.index == index) {
                rise(last, index);
            }
        }
    }

    private void rise(Timer timer, int from) {
        int index = from;
        while (index > 0) {
            Timer parent = at((index - 1) / 2);
            if (!timer.before(parent)) {
                break;
            }
            place(parent, index);
            index = (index - 1) / 2;
        }
        place(timer, index);
    }

    private void sink(Timer timer, int from) {
        int index = from;
        for (int child = 2 * index + 1; child < size; child = 2 * index + 1) {
            if (child + 1 < size && at(child + 1).before(at(child))) {
                child++;
            }
            if (!at(child).before(timer)) {
                break;
            }
            place(at(child), index);
            index = child;
        }
        place(timer, index);
    }

    private void place(Timer timer, int index) {
        heap[index] = timer;
        timer.index = index;
    }

    private Timer at(int index) {
        Timer timer = heap[index];
        if (timer == null) {
            throw new IllegalStateException("no timer at " + index + " of " + size);
        }
        return timer;
    }
}
