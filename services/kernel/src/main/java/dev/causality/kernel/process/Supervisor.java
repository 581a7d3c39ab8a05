package dev.causality.kernel.process;

import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.kernel.Service;
import dev.causality.kernel.http.OpsServer;
import dev.causality.kernel.http.ProcessCondition;
import dev.causality.kernel.logging.Logging;
import dev.causality.kernel.telemetry.Part;
import dev.causality.kernel.telemetry.Telemetry;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one service from its start to its end, on the thread that calls, and answers probes meanwhile. */
final class Supervisor<C> implements ProcessCondition {

    /** How soon a broken service is noticed. */
    private static final Duration FAILURE_CHECK = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final ServiceDefinition<C> definition;
    private final ProcessSettings<C> settings;
    private final Map<String, String> effective;
    private final Kernel kernel = Kernels.jdk();
    private final StopRequest stop;
    private volatile Lifecycle state = new Lifecycle.Starting();

    Supervisor(ServiceDefinition<C> definition, ProcessSettings<C> settings, Map<String, String> effective) {
        this.definition = definition;
        this.settings = settings;
        this.effective = effective;
        this.stop = new StopRequest(kernel, settings.shutdownTimeout());
    }

    @Override
    public Optional<String> unhealthy() {
        return state.unhealthy();
    }

    @Override
    public Optional<String> notReady() {
        return state.notReady();
    }

    /** @param err where a failed start is told to a person, besides the log */
    ExitCode run(PrintStream err) {
        Logging.configure(definition.name(), settings.logLevel(), settings.logFormat());
        Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> LOG.atError()
                .addKeyValue("thread", thread.getName())
                .setCause(problem)
                .log("thread ended by an exception"));
        Signals.onEnd(stop::signalled);
        LOG.atInfo()
                .addKeyValue("version", Version.current())
                .addKeyValue("settings", effective)
                .log("starting");
        try (Telemetry telemetry =
                Telemetry.of(kernel, definition.parts().toArray(Part[]::new)).withJvm()) {
            ExitCode code = withOpsServer(telemetry, err);
            LOG.atInfo().addKeyValue("exit_code", code.code()).log("leaving");
            return code;
        } finally {
            Logging.shutdown();
        }
    }

    private ExitCode withOpsServer(Telemetry telemetry, PrintStream err) {
        Lifecycle.Starting starting = new Lifecycle.Starting();
        OpsServer ops;
        try {
            ops = OpsServer.start(settings.metricsAddress(), telemetry, this);
        } catch (RuntimeException taken) {
            String reason = "METRICS_ADDR: " + Reason.of(taken);
            return cannotStart(starting, reason, taken, err).exitCode();
        }
        try (ops) {
            LOG.atInfo().addKeyValue("port", ops.port()).log("ops server listens");
            return start(starting, telemetry, err);
        }
    }

    /** Everything is caught, errors too: a class that is missing at start must not leave half a process behind. */
    private ExitCode start(Lifecycle.Starting starting, Telemetry telemetry, PrintStream err) {
        Service service;
        try {
            service = definition
                    .starter()
                    .start(new StartContext(kernel, telemetry, stop.stopping()), settings.service());
        } catch (Throwable problem) {
            if (!stop.stopping().isCancelled()) {
                return cannotStart(starting, Reason.of(problem), problem, err).exitCode();
            }
            LOG.atInfo().addKeyValue("cause", stop.cause()).setCause(problem).log("stopped while starting");
            return enter(starting.abandoned()).exitCode();
        }
        LOG.atInfo().log("running");
        return supervise(enter(starting.running(service)), service);
    }

    private Lifecycle.Failed cannotStart(
            Lifecycle.Starting starting, String reason, Throwable problem, PrintStream err) {
        err.println(definition.name() + " cannot start: " + reason);
        LOG.atError().addKeyValue("reason", reason).setCause(problem).log("cannot start");
        return enter(starting.failed(reason));
    }

    private ExitCode supervise(Lifecycle.Running running, Service service) {
        Optional<String> failure = awaitEnd(service);
        if (failure.isPresent()) {
            Lifecycle.Failed failed = enter(running.failed(failure.get()));
            LOG.atError().addKeyValue("reason", failed.reason()).log("the service is broken");
            stop.failed(failed.reason());
            stop(service)
                    .ifPresent(undone ->
                            LOG.atError().addKeyValue("undone", undone).log("stopped, not cleanly"));
            return failed.exitCode();
        }
        Lifecycle.Stopping stopping = enter(running.stopping(stop.cause()));
        LOG.atInfo().addKeyValue("cause", stopping.cause()).log("stopping");
        Lifecycle.Stopped stopped = enter(stopping.stopped(stop(service)));
        stopped.undone()
                .ifPresentOrElse(
                        undone -> LOG.atError().addKeyValue("undone", undone).log("stopped, not cleanly"),
                        () -> LOG.atInfo().log("stopped"));
        return stopped.exitCode();
    }

    /** Waits until the process is told to stop or the service breaks; gives what broke it. */
    private Optional<String> awaitEnd(Service service) {
        while (!stop.stopping().await(kernel.deadlineIn(FAILURE_CHECK))) {
            Optional<String> failure = Reason.askedOf(service::failure);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<String> stop(Service service) {
        return Reason.askedOf(() -> service.stop(stop.deadline()));
    }

    private <S extends Lifecycle> S enter(S next) {
        state = next;
        return next;
    }
}
