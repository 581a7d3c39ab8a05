package dev.causality.conformance.system.run;

import dev.causality.checkers.history.FaultEvent.FaultBegun;
import dev.causality.checkers.history.FaultEvent.FaultEnded;
import dev.causality.checkers.history.FaultEvent.FaultObserved;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.conformance.system.observe.ConsumerSampler;
import dev.causality.conformance.system.observe.MetricsSampler;
import dev.causality.conformance.system.observe.OpenDeliveries;
import dev.causality.conformance.system.observe.OpenDeliveries.AtSignal;
import dev.causality.conformance.system.plan.LinkName;
import dev.causality.conformance.system.plan.RunPlan;
import dev.causality.conformance.system.plan.Step;
import dev.causality.conformance.system.stack.HeldMessage;
import dev.causality.conformance.system.stack.Links;
import dev.causality.conformance.system.stack.ServiceProcess;
import dev.causality.conformance.system.stack.Services;
import dev.causality.conformance.system.stack.Stack;
import dev.causality.conformance.system.workload.PoisonSource;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.plan.Schedule;
import dev.causality.faults.plan.WirePoint;
import dev.causality.faults.plan.WorldFault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Carries out a run's plan: one step after the other begins at its time, each on a thread of its own. Where the machine is
 * slow to start a process again, the rest is put off by as much, so that what the plan wants at the same time happens at
 * the same time; that is what sets it apart from the proxy's own runner of plans, which goes by the clock. It looks from
 * outside whether a fault had an effect, and leaves everything healed; a fault that cannot be carried out is reported, and
 * not observed.
 */
final class FaultRunner {
    private static final String STORE = "store";
    private static final String STREAM = "stream";
    private static final Duration POLL = Duration.ofMillis(20);
    /** Longer than the store is away, while a sink may hold nothing. */
    private static final Duration BUSY_LIMIT = Duration.ofSeconds(30);

    private static final Duration EFFECT_LIMIT = Duration.ofSeconds(30);
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(60);
    private static final Duration UP_LIMIT = Duration.ofSeconds(60);
    private static final Duration EXIT_GRACE = Duration.ofSeconds(5);
    private static final Duration SETTLE = Services.ACK_WAIT.plusMillis(1500);

    private final Stack stack;
    private final Services services;
    private final Links links;
    private final ConsumerSampler consumer;
    private final MetricsSampler metrics;
    private final PoisonSource poison;
    private final HistoryWriter history;
    private final Progress progress;
    private final OpenDeliveries deliveries;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Semaphore> turns = new HashMap<>();
    private volatile long lastEndNanos = System.nanoTime();

    FaultRunner(
            Stack stack,
            Services services,
            Links links,
            ConsumerSampler consumer,
            MetricsSampler metrics,
            PoisonSource poison,
            HistoryWriter history,
            Progress progress) {
        this.stack = stack;
        this.services = services;
        this.links = links;
        this.consumer = consumer;
        this.metrics = metrics;
        this.poison = poison;
        this.history = history;
        this.progress = progress;
        this.deliveries = OpenDeliveries.follow(history, Services.STREAM, Services.CONSUMER);
    }

    /** Carries out the plan; its times count from now. Returns when every step is over. */
    void carryOut(RunPlan plan) throws InterruptedException {
        long originNanos = System.nanoTime();
        for (Step step : plan.steps()) {
            long waitNanos = originNanos + step.start().toNanos() - System.nanoTime();
            if (waitNanos > 0) {
                Thread.sleep(Duration.ofNanos(waitNanos));
            }
            long dueNanos = System.nanoTime();
            Semaphore turn = turns.computeIfAbsent(LinkName.process(step.target()), _ -> new Semaphore(1));
            turn.acquire();
            if (!isReadyFor(step)) {
                progress.say(step.name() + " is left out: what it needs is not up");
                turn.release();
                continue;
            }
            originNanos += System.nanoTime() - dueNanos;
            threads.add(Thread.ofVirtual().name(step.name()).start(() -> run(step, turn)));
        }
        join();
    }

    /** A store that goes away has to be missed: all have to be up. What stops in order does so alone. */
    private boolean isReadyFor(Step step) throws InterruptedException {
        if (step instanceof Step.Break fault && fault.alone()) {
            join();
            return until(QUIET_LIMIT, this::isQuiet);
        }
        return !step.target().equals(STORE)
                || until(UP_LIMIT, () -> services.all().stream().allMatch(ServiceProcess::isReady));
    }

    /** Nothing is broken, nothing is being delivered again, and neither has been for an ack wait. */
    private boolean isQuiet() {
        return System.nanoTime() - lastEndNanos > SETTLE.toNanos()
                && consumer.latest().map(sample -> sample.redelivered() == 0).orElse(false);
    }

    private void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void run(Step step, Semaphore turn) {
        try {
            switch (step) {
                case Step.Break fault -> carryOut(fault);
                case Step.Poison published -> {
                    begin(step);
                    observe(step, "at sequence " + poison.publish(published.name(), published.poison()));
                    history.append(at -> new FaultEnded(at, step.name()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            progress.say(step.name() + " could not be carried out: " + e.getMessage());
        } finally {
            turn.release();
        }
    }

    private void carryOut(Step.Break step) throws InterruptedException {
        switch (step.fault().fault()) {
            case ProcessFault.Signal(ProcessSignal signal) -> signal(step, signal);
            case HttpFault _, NatsFault _ -> onLink(step);
            case LinkFault _, RedisFault _, ProcessFault.ClockJump _, ProcessFault.ClockDrift _, WorldFault _ ->
                throw new IllegalArgumentException("nothing here can carry out " + step.kind());
        }
    }

    private void signal(Step.Break step, ProcessSignal signal) throws InterruptedException {
        if (step.target().equals(STORE)) {
            outage(step, signal);
        } else if (step.target().equals(STREAM)) {
            killStream(step);
        } else if (step.fault().schedule().begin() instanceof Schedule.When when) {
            killAtPoint(step, when.point(), services.named(step.target()));
        } else {
            ServiceProcess process = services.named(step.target());
            switch (signal) {
                case KILL -> kill(step, process);
                case STOP -> pause(step, process);
                case TERM -> terminate(step, process);
                case CONT -> throw new IllegalArgumentException("nothing is paused that could go on");
            }
        }
    }

    private void kill(Step step, ServiceProcess process) throws InterruptedException {
        boolean sink = services.sinks().contains(process);
        if (sink) {
            awaitBusy(process);
        }
        begin(step);
        process.kill();
        int unacknowledged = deliveries.atSignal(process.name()).messages();
        if (!sink) {
            observe(step, "SIGKILL ended it");
        } else if (unacknowledged > 0) {
            observe(step, "SIGKILL ended it with " + unacknowledged + " messages unacknowledged");
        }
        Thread.sleep(step.duration());
        process.start();
        end(step);
    }

    private void killStream(Step step) throws InterruptedException {
        Stack.Breakable stream = stack.breakableStream().orElseThrow();
        begin(step);
        stream.kill();
        observe(step, "SIGKILL ended it");
        Thread.sleep(step.duration());
        stream.restart();
        end(step);
    }

    private void pause(Step step, ServiceProcess process) throws InterruptedException {
        awaitBusy(process);
        begin(step);
        process.pause();
        Thread.sleep(step.duration());
        process.resume();
        if (until(EFFECT_LIMIT, () -> deliveries.atSignal(process.name()).redelivered() > 0)) {
            AtSignal held = deliveries.atSignal(process.name());
            observe(
                    step,
                    "of %d messages unacknowledged when it stood still %d were delivered again"
                            .formatted(held.messages(), held.redelivered()));
        }
        end(step);
    }

    /** A process that holds nothing shows nothing; one that never does is hit all the same, and not observed. */
    private void awaitBusy(ServiceProcess process) throws InterruptedException {
        if (!until(BUSY_LIMIT, () -> deliveries.heldBy(process.name()) > 0)) {
            progress.say(process.name() + " holds no message");
        }
    }

    private void terminate(Step.Break step, ServiceProcess process) throws InterruptedException {
        awaitBusy(process);
        begin(step);
        OptionalInt code = process.terminate(Services.SHUTDOWN.plus(EXIT_GRACE));
        observe(step, code.isPresent() ? "exit code " + code.getAsInt() : "it had to be killed");
        Thread.sleep(step.duration());
        process.start();
        if (step.alone()) {
            Thread.sleep(SETTLE);
        }
        end(step);
    }

    /** A store that is paused takes connections and answers nothing; one that was killed refuses them. */
    private void outage(Step step, ProcessSignal signal) throws InterruptedException {
        Stack.Breakable store = stack.breakableStore().orElseThrow();
        boolean hangs = signal == ProcessSignal.STOP;
        begin(step);
        double before = metrics.total(Metrics.STORE_FAILURES);
        if (hangs) {
            store.pause();
        } else {
            store.kill();
        }
        Thread.sleep(step.duration());
        if (hangs) {
            store.resume();
        } else {
            store.restart();
        }
        end(step);
        if (until(EFFECT_LIMIT, () -> metrics.total(Metrics.STORE_FAILURES) > before)) {
            observe(
                    step,
                    "%.0f requests to the store failed".formatted(metrics.total(Metrics.STORE_FAILURES) - before));
        }
    }

    /** In force as long as it lasts, and until it has happened once. */
    private void onLink(Step.Break step) throws InterruptedException {
        begin(step);
        links.begin(step.fault());
        Thread.sleep(step.duration());
        boolean applied = until(EFFECT_LIMIT, () -> links.applications().of(step.name()) > 0);
        links.end(step.fault());
        if (applied) {
            observe(step, links.applications().describe(step.name()));
        }
        end(step);
    }

    private void killAtPoint(Step step, WirePoint point, ServiceProcess process) throws InterruptedException {
        begin(step);
        HeldMessage held = links.hold(point);
        if (!until(EFFECT_LIMIT, held::isHeld)) {
            links.forget();
            held.letGo();
            end(step);
            return;
        }
        try {
            process.kill();
        } finally {
            held.letGo();
        }
        observe(step, "SIGKILL ended it while what showed the point was held");
        Thread.sleep(step.duration());
        process.start();
        end(step);
    }

    private void begin(Step step) {
        history.append(at -> new FaultBegun(at, step.name()));
        progress.say("%s: %s %s%s"
                .formatted(
                        step.name(),
                        step.target(),
                        step.describe(),
                        step.duration().isZero()
                                ? ""
                                : " for %.1f s".formatted(step.duration().toMillis() / 1000.0)));
    }

    private void observe(Step step, String evidence) {
        history.append(at -> new FaultObserved(at, step.name(), evidence));
    }

    private void end(Step step) {
        history.append(at -> new FaultEnded(at, step.name()));
        lastEndNanos = System.nanoTime();
        progress.say(step.name() + ": over");
    }

    private static boolean until(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }
}
