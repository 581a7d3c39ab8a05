package dev.causality.conformance.system.run;

import dev.causality.checkers.history.FaultEvent.FaultBegun;
import dev.causality.checkers.history.FaultEvent.FaultEnded;
import dev.causality.checkers.history.FaultEvent.FaultObserved;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.conformance.system.observe.ConsumerSampler;
import dev.causality.conformance.system.observe.MetricsSampler;
import dev.causality.conformance.system.plan.Fault;
import dev.causality.conformance.system.plan.FaultPlan;
import dev.causality.conformance.system.stack.HeldAck;
import dev.causality.conformance.system.stack.Links;
import dev.causality.conformance.system.stack.ServiceProcess;
import dev.causality.conformance.system.stack.Services;
import dev.causality.conformance.system.stack.Stack;
import dev.causality.conformance.system.workload.PoisonSource;
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
 * Carries out a plan: one fault after the other begins at its time, each on a thread of its own. Where the machine is slow
 * to start a process again, the rest of the plan is put off by as much, so that what the plan wants at the same time
 * happens at the same time. It looks from outside whether a fault had an effect, and leaves everything healed; a fault
 * that cannot be carried out is reported, and not observed.
 */
final class FaultRunner {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration BUSY_LIMIT = Duration.ofSeconds(5);
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
    }

    /** Carries out the plan; its times count from now. Returns when every fault is over. */
    void carryOut(FaultPlan plan) throws InterruptedException {
        long originNanos = System.nanoTime();
        for (Fault fault : plan.faults()) {
            long waitNanos = originNanos + fault.start().toNanos() - System.nanoTime();
            if (waitNanos > 0) {
                Thread.sleep(Duration.ofNanos(waitNanos));
            }
            long dueNanos = System.nanoTime();
            Semaphore turn = turns.computeIfAbsent(fault.target(), _ -> new Semaphore(1));
            turn.acquire();
            if (!isReadyFor(fault)) {
                progress.say("fault " + fault.name() + " is left out: what it needs is not up");
                turn.release();
                continue;
            }
            originNanos += System.nanoTime() - dueNanos;
            threads.add(Thread.ofVirtual().name(fault.name()).start(() -> run(fault, turn)));
        }
        join();
    }

    /** A store that goes away has to be missed: all have to be up. What stops in order does so alone. */
    private boolean isReadyFor(Fault fault) throws InterruptedException {
        return switch (fault) {
            case Fault.Outage _ -> until(UP_LIMIT, () -> services.all().stream().allMatch(ServiceProcess::isReady));
            case Fault.Terminate terminate
            when terminate.clean() -> {
                join();
                yield until(QUIET_LIMIT, this::isQuiet);
            }
            default -> true;
        };
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

    private void run(Fault fault, Semaphore turn) {
        try {
            apply(fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            progress.say("fault " + fault.name() + " could not be carried out: " + e.getMessage());
        } finally {
            turn.release();
        }
    }

    private void apply(Fault fault) throws InterruptedException, IOException {
        switch (fault) {
            case Fault.Kill kill when kill.target().equals("stream") -> killStream(kill);
            case Fault.Kill kill -> kill(kill, services.named(kill.target()));
            case Fault.Pause pause -> pause(pause, services.named(pause.target()));
            case Fault.Terminate terminate -> terminate(terminate, services.named(terminate.target()));
            case Fault.Outage outage -> outage(outage);
            case Fault.OnLink onLink -> onLink(onLink);
            case Fault.KillBeforeAck kill -> killBeforeAck(kill, services.named(kill.target()));
            case Fault.Poison published -> {
                begin(fault);
                observe(fault, "at sequence " + poison.publish(published.name(), published.poison()));
                history.append(at -> new FaultEnded(at, fault.name()));
            }
        }
    }

    private void kill(Fault.Kill fault, ServiceProcess process) throws InterruptedException {
        boolean sink = services.sinks().contains(process);
        if (sink) {
            until(BUSY_LIMIT, () -> consumer.unacknowledged() > 0);
        }
        begin(fault);
        long unacknowledged = consumer.unacknowledged();
        process.kill();
        if (!sink) {
            observe(fault, "SIGKILL ended it");
        } else if (unacknowledged > 0) {
            observe(fault, "SIGKILL ended it with " + unacknowledged + " messages unacknowledged");
        }
        Thread.sleep(fault.duration());
        process.start();
        end(fault);
    }

    private void killStream(Fault.Kill fault) throws InterruptedException {
        Stack.Breakable stream = stack.breakableStream().orElseThrow();
        begin(fault);
        stream.kill();
        observe(fault, "SIGKILL ended it");
        Thread.sleep(fault.duration());
        stream.restart();
        end(fault);
    }

    private void pause(Fault.Pause fault, ServiceProcess process) throws InterruptedException {
        until(BUSY_LIMIT, () -> consumer.unacknowledged() > 0);
        begin(fault);
        long before = consumer.redeliveries();
        process.pause();
        Thread.sleep(fault.duration());
        process.resume();
        if (until(EFFECT_LIMIT, () -> consumer.redeliveries() > before)) {
            observe(fault, consumer.redeliveries() - before + " redeliveries since it stood still");
        }
        end(fault);
    }

    private void terminate(Fault.Terminate fault, ServiceProcess process) throws InterruptedException {
        until(BUSY_LIMIT, () -> consumer.unacknowledged() > 0);
        begin(fault);
        OptionalInt code = process.terminate(Services.SHUTDOWN.plus(EXIT_GRACE));
        observe(fault, code.isPresent() ? "exit code " + code.getAsInt() : "it had to be killed");
        Thread.sleep(fault.duration());
        process.start();
        if (fault.clean()) {
            Thread.sleep(SETTLE);
        }
        end(fault);
    }

    private void outage(Fault.Outage fault) throws InterruptedException {
        Stack.Breakable store = stack.breakableStore().orElseThrow();
        begin(fault);
        double before = metrics.total(Metrics.STORE_FAILURES);
        if (fault.hangs()) {
            store.pause();
        } else {
            store.kill();
        }
        Thread.sleep(fault.duration());
        if (fault.hangs()) {
            store.resume();
        } else {
            store.restart();
        }
        end(fault);
        if (until(EFFECT_LIMIT, () -> metrics.total(Metrics.STORE_FAILURES) > before)) {
            observe(
                    fault,
                    "%.0f requests to the store failed".formatted(metrics.total(Metrics.STORE_FAILURES) - before));
        }
    }

    private void onLink(Fault.OnLink fault) throws InterruptedException {
        begin(fault);
        links.begin(fault.target(), fault.toStore(), fault.name(), fault.what());
        Thread.sleep(fault.duration());
        boolean applied = until(EFFECT_LIMIT, () -> links.applications().of(fault.name()) > 0);
        links.end(fault.target(), fault.toStore(), fault.name());
        if (applied) {
            observe(fault, links.applications().describe(fault.name()));
        }
        end(fault);
    }

    private void killBeforeAck(Fault.KillBeforeAck fault, ServiceProcess process) throws InterruptedException {
        begin(fault);
        HeldAck ack = links.holdAckAfterPut(fault.target());
        if (!until(EFFECT_LIMIT, ack::isHeld)) {
            links.forget();
            ack.drop();
            end(fault);
            return;
        }
        try {
            process.kill();
        } finally {
            ack.drop();
        }
        observe(fault, "SIGKILL ended it while its first acknowledgement after a confirmed PUT was held, then dropped");
        Thread.sleep(fault.duration());
        process.start();
        end(fault);
    }

    private void begin(Fault fault) {
        history.append(at -> new FaultBegun(at, fault.name()));
        progress.say("%s: %s %s%s"
                .formatted(
                        fault.name(),
                        fault.kind(),
                        fault.target(),
                        fault.duration().isZero()
                                ? ""
                                : " for %.1f s".formatted(fault.duration().toMillis() / 1000.0)));
    }

    private void observe(Fault fault, String evidence) {
        history.append(at -> new FaultObserved(at, fault.name(), evidence));
    }

    private void end(Fault fault) {
        history.append(at -> new FaultEnded(at, fault.name()));
        lastEndNanos = System.nanoTime();
        progress.say(fault.name() + ": over");
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
