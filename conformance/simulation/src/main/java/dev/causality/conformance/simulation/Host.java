package dev.causality.conformance.simulation;

import dev.causality.checkers.history.ProcessEvent.ProcessExited;
import dev.causality.checkers.history.ProcessEvent.ProcessReady;
import dev.causality.checkers.history.ProcessEvent.ProcessSignalled;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import dev.causality.checkers.history.ProcessEvent.Signal;
import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.SimProcess;
import dev.causality.faults.sim.Simulation;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Service;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.PortException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A simulated process that runs one service, and the supervisor that starts it again when it has ended: what a service's
 * {@code main} and the operating system are in production.
 */
abstract class Host {

    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int KILLED = 137;
    private static final int TERMINATED = 143;
    private static final long NOT_ASKED = -1;

    /** How long closing the connections takes, by which all that was sent has left. */
    private static final long CLOSING_NANOS = 20_000_000;

    /** The part of the stop's time that is kept back from the service, and the most of it, as in production. */
    private static final int SHARE_KEPT = 5;

    private static final Duration MOST_KEPT = Duration.ofSeconds(2);

    private final Simulation simulation;
    private final Recorder recorder;
    private final SimProcess process;
    private final String role;
    private final Duration shutdownTimeout;
    private Optional<Running> running = Optional.empty();
    private long stopAskedNanos = NOT_ASKED;
    private Consumer<Stop> onStop = _ -> {};

    /** How a process ended that was told to stop. */
    record Stop(long askedNanos, boolean killed, int exitCode, String undone) {}

    /** A started service with its metrics. */
    record Running(Service service, Telemetry telemetry) {}

    Host(Simulation simulation, Recorder recorder, SimProcess process, String role, Duration shutdownTimeout) {
        this.simulation = simulation;
        this.recorder = recorder;
        this.process = process;
        this.role = role;
        this.shutdownTimeout = shutdownTimeout;
    }

    /** The process goes on after a pause. */
    void resumed() {}

    /** Starts the service on this kernel; in the process's first task. */
    abstract Running open(SimKernel kernel);

    final String name() {
        return process.name();
    }

    final String role() {
        return role;
    }

    final SimProcess process() {
        return process;
    }

    final Recorder recorder() {
        return recorder;
    }

    /** The service, while it runs. */
    final Optional<Running> running() {
        return running;
    }

    /** Lets somebody look when it has stopped, before it is started again. */
    final void onStop(Consumer<Stop> listener) {
        onStop = listener;
    }

    void start() {
        if (process.running()) {
            return;
        }
        recorder.add(at -> new ProcessStarted(at, name(), role));
        process.start(this::live);
    }

    private void live(SimKernel kernel) {
        try {
            Running opened = open(kernel);
            running = Optional.of(opened);
            supervise(kernel, opened.service());
        } catch (PortException e) {
            exit(1);
        }
    }

    private void supervise(SimKernel kernel, Service service) {
        boolean ready = false;
        while (service.failure().isEmpty()) {
            if (!ready && service.notReady().isEmpty()) {
                ready = true;
                recorder.add(at -> new ProcessReady(at, name()));
            }
            kernel.sleep(LOOK, Cancellation.NEVER);
        }
        exit(1);
    }

    /** SIGKILL. */
    final void kill() {
        if (process.running()) {
            signalled(Signal.KILL);
            exit(KILLED);
        }
    }

    /** A crash at a scheduling point of its own, which has happened. */
    final void crashed() {
        signalled(Signal.KILL);
        exit(KILLED);
    }

    /** SIGTERM. */
    final void terminate() {
        if (!process.running()) {
            return;
        }
        signalled(Signal.TERM);
        if (stopAskedNanos != NOT_ASKED) {
            endAtOnce();
            return;
        }
        stopAskedNanos = simulation.nanos();
        if (running.isEmpty()) {
            exit(0);
            return;
        }
        long start = process.starts();
        Service service = running.get().service();
        process.startTask("sigterm", kernel -> {
            Duration share = shutdownTimeout.dividedBy(SHARE_KEPT);
            Duration kept = share.compareTo(MOST_KEPT) < 0 ? share : MOST_KEPT;
            Optional<String> undone = service.stop(kernel.deadlineIn(shutdownTimeout.minus(kept)));
            kernel.delay("connections close", CLOSING_NANOS);
            exit(undone.isEmpty() ? 0 : 1, undone.orElse(""));
        });
        simulation.after(shutdownTimeout.toNanos(), "watchdog", () -> {
            if (process.running() && process.starts() == start && !process.paused()) {
                exit(1, "the watchdog ended it");
            }
        });
    }

    /** A second signal waits for nothing; a process that is stopped hears of neither. */
    private void endAtOnce() {
        if (!process.paused()) {
            exit(TERMINATED);
        }
    }

    /** SIGSTOP. */
    final void pause() {
        if (process.running() && !process.paused()) {
            signalled(Signal.STOP);
            process.pause();
        }
    }

    /** SIGCONT. */
    final void resume() {
        if (process.paused()) {
            signalled(Signal.CONT);
            resumed();
            process.resume();
        }
    }

    private void signalled(Signal signal) {
        recorder.add(at -> new ProcessSignalled(at, name(), signal));
    }

    private void exit(int code) {
        exit(code, "");
    }

    private void exit(int code, String undone) {
        recorder.add(at -> new ProcessExited(at, name(), code));
        running.ifPresent(ended -> ended.telemetry().close());
        running = Optional.empty();
        process.crash();
        if (stopAskedNanos != NOT_ASKED) {
            Stop stop = new Stop(stopAskedNanos, code == KILLED || code == TERMINATED, code, undone);
            stopAskedNanos = NOT_ASKED;
            onStop.accept(stop);
        }
        simulation.after(RESTART_DELAY.toNanos(), "restart", this::start);
    }
}
