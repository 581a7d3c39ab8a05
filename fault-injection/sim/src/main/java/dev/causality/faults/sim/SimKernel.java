package dev.causality.faults.sim;

import dev.causality.faults.plan.Seed;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import dev.causality.kernel.Randomness;
import dev.causality.kernel.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The kernel of a simulated process, from one start to its end: a process that is started again gets a new one, and what
 * the old one held is forgotten with it. Simulated adapters, which belong to one process each, use it to wait and to mark
 * their scheduling points.
 */
public final class SimKernel implements Kernel {

    private final Simulation simulation;
    private final SimProcess process;
    private final SimClock clock;
    private final Seed seed;
    private final TreeMap<String, Long> streams = new TreeMap<>();
    private final SequencedSet<SimTask> tasks = new LinkedHashSet<>();
    private final List<SimTask> heldBack = new ArrayList<>();
    private final List<Runnable> atEnd = new ArrayList<>();
    private boolean alive = true;
    private boolean paused;
    private long points;

    SimKernel(Simulation simulation, SimProcess process, SimClock clock, Seed seed) {
        this.simulation = simulation;
        this.process = process;
        this.clock = clock;
        this.seed = seed;
    }

    @Override
    public Instant now() {
        return clock.wall(simulation.nanos());
    }

    @Override
    public long nanoTime() {
        return clock.monotonic(simulation.nanos());
    }

    @Override
    public Randomness random(String concern) {
        long number = streams.merge(concern, 1L, Long::sum);
        return seed.fork(concern).fork(number).generator();
    }

    @Override
    public byte[] secret(int length) {
        Randomness random = random("secret");
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextLong();
        }
        return bytes;
    }

    @Override
    public Task start(String name, Runnable body) {
        SimTask task = simulation.newTask(name, this, body);
        tasks.add(task);
        ready(task);
        simulation.point("start");
        return task;
    }

    @Override
    public Lock newLock() {
        return new SimLock(this);
    }

    /** The process that this is the kernel of. */
    public SimProcess process() {
        return process;
    }

    /** The simulation that it is part of. */
    public Simulation simulation() {
        return simulation;
    }

    /** Whether the process has not crashed or ended since. */
    public boolean alive() {
        return alive;
    }

    /** Runs {@code action}, outside of any task, when the process crashes or ends: what closes its connections. */
    public void atEnd(Runnable action) {
        atEnd.add(action);
    }

    /** The first moment of simulated time at which {@code deadline} has passed on this process's clock. */
    public long simulated(Deadline deadline) {
        return clock.simulated(deadline.nanoTime());
    }

    /** A scheduling point, at which the process may crash, be paused, or lose the processor. */
    public void point(String what) {
        simulation.point(what);
    }

    /** An effect on the world outside, with a scheduling point before it and one behind it. */
    public <T> T call(String what, Supplier<T> effect) {
        simulation.point(what);
        T result = effect.get();
        simulation.point(what);
        return result;
    }

    /** Waits for some simulated time, as for a server's answer. Zero or less is a mere scheduling point. */
    public void delay(String what, long nanos) {
        if (nanos <= 0) {
            simulation.point(what);
        } else {
            simulation.sleep(what, nanos);
        }
    }

    String name() {
        return process.name();
    }

    List<SimTask> tasks() {
        return List.copyOf(tasks);
    }

    void ended(SimTask task) {
        tasks.remove(task);
    }

    /** Counts a scheduling point of this process. */
    void reached(String what) {
        points++;
        process.reached(points, what);
    }

    long points() {
        return points;
    }

    boolean paused() {
        return paused;
    }

    /** The task can go on, now or when the process does. */
    void ready(SimTask task) {
        if (!alive) {
            return;
        }
        if (paused) {
            heldBack.add(task);
        } else {
            simulation.enqueue(task);
        }
    }

    void pause() {
        paused = true;
        heldBack.addAll(simulation.dequeue(this));
    }

    void resume() {
        paused = false;
        List<SimTask> ready = List.copyOf(heldBack);
        heldBack.clear();
        ready.forEach(this::ready);
    }

    /** The clocks run at another rate: whoever waits for a moment looks again when that will be. */
    void rewind() {
        List.copyOf(tasks).forEach(SimTask::lookAgain);
    }

    void end() {
        if (!alive) {
            return;
        }
        alive = false;
        simulation.dequeue(this);
        tasks.forEach(simulation::forget);
        tasks.clear();
        heldBack.clear();
        List<Runnable> actions = List.copyOf(atEnd);
        atEnd.clear();
        actions.forEach(Runnable::run);
    }
}
