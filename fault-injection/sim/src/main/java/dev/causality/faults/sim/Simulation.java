package dev.causality.faults.sim;

import dev.causality.faults.plan.Seed;
import dev.causality.kernel.Randomness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A world in which one task runs at a time, chosen by a seed, and time passes only when nobody can run: then it jumps to
 * the next moment for which something is scheduled. The same seed and the same code make the same decisions in every JVM,
 * which {@link #hash()} shows.
 *
 * <p>{@link #run} runs everything on the platform thread that calls it. Nothing is shared between simulations, so that
 * any number of them run side by side on different threads; none is safe for use by two of them.
 *
 * <p>Needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}, and {@code -Djdk.trackAllThreads=false} where crashed
 * tasks are to be let go of.
 */
public final class Simulation {

    private static final Instant EARLIEST = Instant.parse("2026-11-20T00:00:00Z");
    private static final long HOURS_OF_START = 24 * 7;
    private static final long LONGEST_OUTSIDE_NANOS = 4_000_000_000L;
    private static final long OUTSIDE_LOOK_NANOS = 1_000_000;
    private static final long HASH_PRIME = 0x9E37_79B9_7F4A_7C15L;

    private final Seed seed;
    private final SchedulerOptions schedule;
    private final Randomness choices;
    private final Instant epoch;
    private final Timers timers = new Timers();
    private final ReadyTasks ready;
    private final Map<String, SimProcess> processes = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private @Nullable SimTask current;
    private @Nullable Trace trace;
    private long nanos;
    private long tasksMade;
    private long steps;
    private long stepsNow;
    private long hash;
    private boolean ended;
    private boolean endsByFailure;
    private volatile @Nullable Thread driver;

    public Simulation(Seed seed, SchedulerOptions schedule) {
        this.seed = seed;
        this.schedule = schedule;
        this.choices = seed.fork("schedule").generator();
        this.ready = new ReadyTasks(schedule.choice(), choices);
        long offsetMillis = seed.fork("epoch").generator().nextInt((int)
                Duration.ofHours(HOURS_OF_START).toMillis());
        this.epoch = EARLIEST.plusMillis(offsetMillis);
    }

    /** Simulated time since the beginning. */
    public long nanos() {
        return nanos;
    }

    /** The true wall-clock time: what servers show. Those of processes may be off. */
    public Instant now() {
        return epoch.plusNanos(nanos);
    }

    /** The seed, to be forked. */
    public Seed seed() {
        return seed;
    }

    /** A stream of random numbers for a concern of the world; the same name begins the same stream again. */
    public Randomness random(String concern) {
        return seed.fork("world").fork(concern).generator();
    }

    /** A new process with exact clocks, not started. */
    public SimProcess process(String name) {
        return process(name, 0, Duration.ZERO);
    }

    /**
     * A new process, not started.
     *
     * @param driftPpm by how many millionths its clocks are too fast
     * @param wallOffset by how much its wall clock is ahead
     */
    public SimProcess process(String name, long driftPpm, Duration wallOffset) {
        Seed own = seed.fork("process").fork(name);
        long origin = own.fork("origin").generator().nextLong() >>> 4;
        SimProcess process =
                new SimProcess(this, name, new SimClock(epoch, origin, driftPpm, wallOffset), own.fork("kernel"));
        if (processes.putIfAbsent(name, process) != null) {
            throw new IllegalArgumentException("there is a process " + name + " already");
        }
        return process;
    }

    /** A new signal. */
    public Signal signal(Object source) {
        return new Signal(this, source);
    }

    /** Runs {@code action}, outside of any task, {@code delayNanos} of simulated time from now. It must not wait. */
    public Timer after(long delayNanos, String what, Runnable action) {
        long at = nanos + Math.max(0, delayNanos);
        return timers.add(at < nanos ? Long.MAX_VALUE : at, what, action);
    }

    /** Ends the run, once the task that is running comes to its next scheduling point. */
    public void end() {
        ended = true;
    }

    /** Ends the run as soon as an exception has ended a task. */
    public void endByFailure() {
        endsByFailure = true;
    }

    /** Tells {@code listener} of every decision from now on. */
    public void trace(Trace listener) {
        trace = listener;
    }

    /** Of all decisions up to now. */
    public long hash() {
        return hash;
    }

    /** Scheduling points passed and switches made. */
    public long steps() {
        return steps;
    }

    /** What ended tasks by an exception, in order. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * Runs until it is ended, can never go on, or simulated time reaches {@code untilNanos}; may be called again after
     * that.
     */
    public Ending run(long untilNanos) {
        ended = false;
        driver = Thread.currentThread();
        while (!ended) {
            if (steps > schedule.maxSteps()) {
                return stuck("more than " + schedule.maxSteps() + " steps");
            }
            if (stepsNow > schedule.maxStepsAtOnce()) {
                return stuck("more than " + schedule.maxStepsAtOnce() + " steps while time stands still");
            }
            if (!ready.isEmpty()) {
                dispatch(ready.choose());
            } else if (timers.isEmpty()) {
                return stuck("nobody can go on, and nothing is scheduled");
            } else if (timers.earliest() > untilNanos) {
                nanos = Math.max(nanos, untilNanos);
                return new Ending.TimeUp();
            } else {
                advance();
            }
        }
        return new Ending.Ended();
    }

    private Ending stuck(String problem) {
        return new Ending.Stuck(problem, dump());
    }

    /** Who waits for what, since when: a line for each task. */
    public String dump() {
        return Dump.of(nanos, processes.values());
    }

    private void dispatch(SimTask task) {
        record(task, "run");
        current = task;
        task.yielded = false;
        Runnable continuation = task.continuation;
        if (continuation == null) {
            task.thread.start();
            continuation = task.continuation;
        }
        if (continuation == null) {
            throw new IllegalStateException(task + " could not be started");
        }
        task.submitted = false;
        continuation.run();
        while (!task.yielded && !task.hasEnded()) {
            awaitOutside(task);
            task.submitted = false;
            continuation.run();
        }
        current = null;
    }

    /**
     * The task met a lock of the JVM's own (of a class loader, a cache) that another simulation's thread holds: a moment
     * of real time and none of simulated time, after which the same task goes on. Whoever waits longer waits for something
     * that he should not.
     */
    private static void awaitOutside(SimTask task) {
        long limit = System.nanoTime() + LONGEST_OUTSIDE_NANOS;
        while (!task.submitted) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException(
                        task + " waits for something outside the simulation: " + List.of(task.thread.getStackTrace()));
            }
            LockSupport.parkNanos(OUTSIDE_LOOK_NANOS);
        }
    }

    void wakeDriver() {
        Thread running = driver;
        if (running != null && !running.equals(Thread.currentThread())) {
            LockSupport.unpark(running);
        }
    }

    private void advance() {
        long next = timers.earliest();
        if (next > nanos) {
            nanos = next;
            stepsNow = 0;
            record(null, "time");
        }
        Timer due = timers.poll();
        record(null, due.what);
        due.action.run();
    }

    private void record(@Nullable SimTask task, String what) {
        steps++;
        stepsNow++;
        long number = task == null ? -1 : task.number;
        long mixed = (hash ^ nanos ^ (number << 32) ^ what.hashCode()) * HASH_PRIME;
        hash = mixed ^ (mixed >>> 29);
        if (trace != null) {
            trace.step(steps, nanos, task == null ? "" : task.toString(), what, hash);
        }
    }

    /** The task that runs now. */
    SimTask current() {
        SimTask task = current;
        if (task == null || !task.thread.equals(Thread.currentThread())) {
            throw new IllegalStateException("only a task of the simulation may do this");
        }
        return task;
    }

    /** A scheduling point of the task that runs; nothing at all outside of tasks. */
    void point(String what) {
        if (current == null) {
            return;
        }
        SimTask task = current();
        record(task, what);
        task.kernel.reached(what);
        if (!task.kernel.alive()) {
            yieldForEver(task);
        }
        if (schedule.stallChance() > 0 && choices.nextDouble() < schedule.stallChance()) {
            long stall = (long)
                    (choices.nextDouble() * (double) schedule.longestStall().toNanos());
            sleep("processor", Math.max(1, stall));
        } else if (ended
                || task.kernel.paused()
                || stepsNow > schedule.maxStepsAtOnce()
                || (!ready.isEmpty() && choices.nextDouble() < schedule.switchChance())) {
            task.kernel.ready(task);
            handOver(task);
        }
    }

    void sleep(String what, long forNanos) {
        SimTask task = current();
        record(task, what);
        task.kernel.reached(what);
        waitFor(task, null, what, nanos + forNanos < nanos ? Long.MAX_VALUE : nanos + forNanos);
    }

    /** Lets the running task wait for {@code signal}. */
    boolean park(Signal signal, String what, long untilNanos) {
        SimTask task = current();
        record(task, what);
        if (untilNanos <= nanos) {
            point(what);
            return false;
        }
        waitFor(task, signal, what, untilNanos);
        return !task.timedOut;
    }

    private void waitFor(SimTask task, @Nullable Signal signal, String what, long untilNanos) {
        if (!task.kernel.alive()) {
            yieldForEver(task);
        }
        task.timedOut = false;
        task.waitsFor = what;
        task.since = nanos;
        task.signal = signal;
        if (signal != null) {
            signal.add(task);
        }
        if (untilNanos != Long.MAX_VALUE) {
            task.timer = timers.add(untilNanos, "wake", () -> timeOut(task));
        }
        handOver(task);
    }

    private void timeOut(SimTask task) {
        task.timedOut = true;
        task.timer = null;
        if (task.signal != null) {
            task.signal.remove(task);
        }
        goOn(task);
    }

    /** The signal that {@code task} waited for has come; the signal itself forgets it. */
    void woken(SimTask task) {
        if (task.timer != null) {
            task.timer.cancel();
            task.timer = null;
        }
        goOn(task);
    }

    private static void goOn(SimTask task) {
        task.signal = null;
        task.waitsFor = "";
        task.kernel.ready(task);
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // A yield hands control to our own executor, which is not the system's scheduler.
    private static void handOver(SimTask task) {
        task.yielded = true;
        Thread.yield();
        if (task.yielded) {
            throw new IllegalStateException(
                    task + " cannot be unmounted: a native frame or a class initializer is on its stack");
        }
    }

    /** Its process has crashed while it ran: nobody will ever let it go on. */
    private static void yieldForEver(SimTask task) {
        handOver(task);
        throw new IllegalStateException(task + " came back from the dead");
    }

    SimTask newTask(String name, SimKernel kernel, Runnable body) {
        SimTask task = new SimTask(++tasksMade, name, kernel, body);
        task.priority = ready.newPriority();
        return task;
    }

    void enqueue(SimTask task) {
        ready.add(task);
    }

    List<SimTask> dequeue(SimKernel kernel) {
        return ready.removeAll(kernel);
    }

    /** Lets go of a task that never runs again. */
    void forget(SimTask task) {
        if (task.timer != null) {
            task.timer.cancel();
            task.timer = null;
        }
        if (task.signal != null) {
            task.signal.remove(task);
            task.signal = null;
        }
    }

    void crashed(SimProcess process, String what) {
        record(null, "crash of " + process.name() + " at " + what);
    }

    void failed(SimTask task, Throwable problem) {
        failures.add(task + ": " + Problems.describe(problem));
        ended |= endsByFailure;
    }
}
