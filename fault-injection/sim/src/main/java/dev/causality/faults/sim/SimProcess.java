package dev.causality.faults.sim;

import dev.causality.faults.plan.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A simulated process: a name, a clock, and while it runs a kernel with tasks and memory. Started again after a crash, it
 * has the same name and clock and nothing else.
 */
public final class SimProcess {

    private static final long NO_CRASH = -1;

    private final Simulation simulation;
    private final String name;
    private final SimClock clock;
    private final Seed seed;
    private Optional<SimKernel> kernel = Optional.empty();
    private long starts;
    private long crashAt = NO_CRASH;
    private Runnable onCrash = () -> {};

    SimProcess(Simulation simulation, String name, SimClock clock, Seed seed) {
        this.simulation = simulation;
        this.name = name;
        this.clock = clock;
        this.seed = seed;
    }

    public String name() {
        return name;
    }

    /** Whether it was started and has neither crashed nor ended. */
    public boolean running() {
        return kernel.isPresent();
    }

    public boolean paused() {
        return kernel.map(SimKernel::paused).orElse(false);
    }

    /** How often it was started. */
    public long starts() {
        return starts;
    }

    /** The scheduling points that it has passed since its last start. */
    public long points() {
        return kernel.map(SimKernel::points).orElse(0L);
    }

    /** Starts it, with a new kernel; {@code main} is its first task. */
    public SimKernel start(Consumer<SimKernel> main) {
        if (kernel.isPresent()) {
            throw new IllegalStateException(name + " runs already");
        }
        starts++;
        SimKernel started = new SimKernel(simulation, this, clock, seed.fork(starts));
        kernel = Optional.of(started);
        started.start("main", () -> main.accept(started));
        return started;
    }

    /** Starts another task in it: a request that comes in, a signal's handler. Does nothing when it does not run. */
    public void startTask(String taskName, Consumer<SimKernel> body) {
        kernel.ifPresent(running -> running.start(taskName, () -> body.accept(running)));
    }

    /** Ends it at once: its tasks never run again, not even their {@code finally}. Does nothing when it does not run. */
    public void crash() {
        Optional<SimKernel> ending = kernel;
        kernel = Optional.empty();
        crashAt = NO_CRASH;
        ending.ifPresent(SimKernel::end);
    }

    /**
     * Crashes it when it passes its {@code point}-th scheduling point since its last start, counted from 1.
     *
     * @param then runs right after the crash, outside of any task
     */
    public void crashAt(long point, Runnable then) {
        crashAt = point;
        onCrash = then;
    }

    /** Stops its tasks where they are; the world and its clocks go on. */
    public void pause() {
        kernel.ifPresent(SimKernel::pause);
    }

    /** Lets its tasks go on after a pause. */
    public void resume() {
        kernel.ifPresent(SimKernel::resume);
    }

    /** Moves its wall clock; the monotonic clock never jumps. */
    public void jumpClock(Duration by) {
        clock.jump(by);
    }

    /**
     * Lets both of its clocks run fast by {@code ppm} millionths, or slow if negative, besides the drift that they have had
     * from the beginning; 0 ends it. Who waits for a moment on them waits for the same moment, which comes sooner or later
     * now.
     */
    public void driftClock(long ppm) {
        clock.drift(simulation.nanos(), ppm);
        kernel.ifPresent(SimKernel::rewind);
    }

    List<SimTask> tasks() {
        return kernel.map(SimKernel::tasks).orElse(List.of());
    }

    void reached(long point, String what) {
        if (point == crashAt) {
            simulation.crashed(this, what);
            crash();
            onCrash.run();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
