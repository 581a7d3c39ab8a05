package dev.causality.faults.sim;

import dev.causality.kernel.Deadline;
import dev.causality.kernel.Lock;
import org.jspecify.annotations.Nullable;

/** A lock whose taking is a scheduling point even when it is free. Who gets a contended one is the scheduler's choice. */
final class SimLock implements Lock {

    private final SimKernel kernel;
    private final Simulation simulation;
    private final Signal released;
    private @Nullable SimTask owner;
    private int holds;

    SimLock(SimKernel kernel) {
        this.kernel = kernel;
        this.simulation = kernel.simulation();
        this.released = new Signal(simulation, this);
    }

    @Override
    public void lock() {
        SimTask task = simulation.current();
        if (owner == task) {
            holds++;
            return;
        }
        simulation.point("lock");
        take(task, 1);
    }

    private void take(SimTask task, int count) {
        while (owner != null) {
            released.await("lock", Long.MAX_VALUE);
        }
        owner = task;
        holds = count;
    }

    @Override
    public void unlock() {
        checkOwner();
        if (--holds == 0) {
            release();
        }
    }

    private void release() {
        owner = null;
        released.wakeAll();
    }

    private void checkOwner() {
        if (owner != simulation.current()) {
            throw new IllegalMonitorStateException("the lock is held by " + owner);
        }
    }

    @Override
    public Condition newCondition() {
        return new SimCondition();
    }

    @Override
    public String toString() {
        return "held by " + owner;
    }

    private final class SimCondition implements Condition {

        private final Signal signal = new Signal(simulation, "condition");

        @Override
        public boolean await(Deadline deadline) {
            checkOwner();
            SimTask task = simulation.current();
            int count = holds;
            release();
            signal.await("condition", kernel.simulated(deadline));
            take(task, count);
            return deadline.equals(Deadline.NEVER) || !deadline.passed(kernel);
        }

        @Override
        public void signalAll() {
            checkOwner();
            signal.wakeAll();
        }

        @Override
        public String toString() {
            return "condition";
        }
    }
}
