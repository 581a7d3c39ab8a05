package dev.causality.faults.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that tasks of any process may wait for: all waiting in a simulation is waiting for one of these, or for time.
 * It remembers nothing: a waiter checks what it waits for before it waits, and again when it was woken.
 */
public final class Signal {

    private final Simulation simulation;
    private final Object source;
    private final List<SimTask> waiting = new ArrayList<>(2);

    /** @param source names it in the dump of a run that is stuck, by its {@code toString} at that time */
    Signal(Simulation simulation, Object source) {
        this.simulation = simulation;
        this.source = source;
    }

    /**
     * Waits; may return without having been woken. For a task only.
     *
     * @param what it waits for, in a few words, for the dump
     * @param untilNanos of simulated time; {@link Long#MAX_VALUE} waits for ever
     * @return false when that moment came first
     */
    public boolean await(String what, long untilNanos) {
        return simulation.park(this, what, untilNanos);
    }

    /** Wakes every waiter. May be called from outside tasks too. */
    public void wakeAll() {
        if (waiting.isEmpty()) {
            return;
        }
        for (SimTask task : waiting) {
            simulation.woken(task);
        }
        waiting.clear();
    }

    void add(SimTask task) {
        waiting.add(task);
    }

    void remove(SimTask task) {
        waiting.remove(task);
    }

    @Override
    public String toString() {
        return source.toString();
    }
}
