package dev.causality.faults.proxy.planned;

import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import dev.causality.faults.plan.Schedule;
import dev.causality.faults.plan.WirePoint;
import dev.causality.faults.proxy.control.ApiException;
import dev.causality.faults.proxy.control.PlanReport;
import dev.causality.faults.proxy.process.TargetProcess;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.run.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One plan that is being carried out. Everything happens in one thread of its own, in the order of the times; a fault that
 * cannot be begun, because its process is gone for instance, is logged and stays unapplied, which the ledger tells.
 */
public final class PlanRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlanRun.class);
    /** What SIGKILL takes at most; what waits for it is held no longer. */
    private static final Duration DEATH = Duration.ofSeconds(10);

    private final FaultPlan plan;
    private final Targets targets;
    private final Wire wire;
    private final FaultLedger ledger;
    /** The faults that are in force, and how many begins there were when theirs came: an old end must not end a new one. */
    private final TreeMap<String, Long> inForce = new TreeMap<>();

    /** What the ledger calls each fault: a plan that is carried out again has other names there. */
    private final Map<String, String> evidenceNames = new LinkedHashMap<>();

    private final long startNanos = System.nanoTime();
    /** The faults whose process was asked to end and has not ended yet: in force until it is started again. */
    private final TreeMap<String, CompletableFuture<Void>> ending = new TreeMap<>();

    private boolean over;
    private long begins;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("fault-plan").daemon().factory());

    private PlanRun(FaultPlan plan, Targets targets, Wire wire, FaultLedger ledger) {
        this.plan = plan;
        this.targets = targets;
        this.wire = wire;
        this.ledger = ledger;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Begins to carry a plan out. Its times count from now; faults that begin at once are in force on return.
     *
     * @throws IllegalArgumentException when it cannot be carried out here, with every reason
     */
    public static PlanRun start(FaultPlan plan, Targets targets, Wire wire, FaultLedger ledger) {
        List<String> refused = new ArrayList<>();
        for (PlannedFault fault : plan.faults()) {
            targets.refuse(fault.target(), fault.fault()).ifPresent(why -> refused.add(fault.name() + ": " + why));
        }
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", refused));
        }
        PlanRun run = new PlanRun(plan, targets, wire, ledger);
        plan.faults().forEach(run::announce);
        plan.faults().forEach(run::schedule);
        run.awaitThoseThatBeginAtOnce();
        return run;
    }

    /** Whoever has a plan carried out need not guess when its first faults are in force. */
    private void awaitThoseThatBeginAtOnce() {
        try {
            thread.schedule(() -> {}, 0, TimeUnit.MILLISECONDS).get(DEATH.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("faults that should have begun at once are late", e);
        }
    }

    private void announce(PlannedFault fault) {
        long start = switch (fault.schedule().begin()) {
            case Schedule.At(long at) -> at;
            case Schedule.Every(long first, long _, long _) -> first;
            case Schedule.When when -> when.fromMillis();
        };
        long end = fault.schedule().endMillis(start);
        String evidenceName = ledger.planned(
                fault.name(), fault.fault().kind(), fault.target(), start, end == Schedule.NEVER ? 0 : end - start);
        evidenceNames.put(fault.name(), evidenceName);
    }

    private String evidenceName(PlannedFault fault) {
        return Objects.requireNonNull(evidenceNames.get(fault.name()));
    }

    /** What became of its faults so far, in the plan's order. */
    List<PlanReport.Line> lines() {
        return plan.faults().stream()
                .map(fault -> new PlanReport.Line(fault.name(), ledger.account(evidenceName(fault))))
                .toList();
    }

    long seed() {
        return plan.seed();
    }

    private void schedule(PlannedFault fault) {
        if (fault.schedule().begin() instanceof Schedule.When when) {
            Runnable watch = () -> onWire(when.point(), when.delayMillis(), () -> {
                long end = fault.schedule().endMillis(0);
                beginAndEndLater(fault, fault.schedule().end() instanceof Schedule.Lasting ? end : Schedule.NEVER);
            });
            if (when.fromMillis() == 0) {
                watch.run();
            } else {
                later(when.fromMillis(), watch);
            }
        }
        scheduleWindow(fault, 0);
    }

    /** One window at a time: there may be no end of them. */
    private void scheduleWindow(PlannedFault fault, long number) {
        fault.schedule()
                .window(number)
                .ifPresent(window -> at(window.startMillis(), () -> {
                    scheduleWindow(fault, number + 1);
                    beginAndEndLater(
                            fault,
                            window.endMillis() == Schedule.NEVER
                                    ? Schedule.NEVER
                                    : window.endMillis() - window.startMillis());
                }));
    }

    private void beginAndEndLater(PlannedFault fault, long afterMillis) {
        if (!begin(fault)) {
            return;
        }
        long begin = begins;
        Runnable end = () -> {
            if (Long.valueOf(begin).equals(inForce.get(fault.name()))) {
                end(fault);
            }
        };
        if (fault.schedule().end() instanceof Schedule.UntilWire(WirePoint point)) {
            onWire(point, 0, end);
        } else if (afterMillis != Schedule.NEVER) {
            later(afterMillis, end);
        }
    }

    private void onWire(WirePoint point, long delayMillis, Runnable action) {
        wire.when(point, held -> {
            try {
                later(delayMillis, () -> {
                    try {
                        action.run();
                    } finally {
                        held.complete(true);
                    }
                });
            } catch (RejectedExecutionException over) {
                held.complete(false);
            }
        });
    }

    /** At a time of the plan; what is late comes at once, in its order. */
    private void at(long millis, Runnable action) {
        long elapsedNanos = System.nanoTime() - startNanos;
        var _ = thread.schedule(action, TimeUnit.MILLISECONDS.toNanos(millis) - elapsedNanos, TimeUnit.NANOSECONDS);
    }

    private void later(long millis, Runnable action) {
        var _ = thread.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Begins a fault. Where a slow machine has not ended it yet since it began last, it is ended first.
     *
     * @return whether it is in force now
     */
    private boolean begin(PlannedFault planned) {
        if (over) {
            return false;
        }
        end(planned);
        if (ending.containsKey(planned.name())) {
            LOG.atWarn().addKeyValue("fault", planned.name()).log("fault left out: its process is still ending");
            return false;
        }
        begins++;
        ledger.begun(evidenceName(planned));
        LOG.atInfo().addKeyValue("fault", planned.name()).log("fault begins");
        try {
            if (planned.fault() instanceof ProcessFault.Signal signal) {
                send(planned, signal.signal());
            } else {
                targets.proxies().begin(planned, evidenceName(planned), plan.seedOf(planned));
            }
            inForce.put(planned.name(), begins);
            return true;
        } catch (IOException | ApiException e) {
            LOG.atWarn().setCause(e).addKeyValue("fault", planned.name()).log("fault cannot be applied");
            ledger.ended(evidenceName(planned));
            return false;
        }
    }

    private void send(PlannedFault planned, ProcessSignal signal) throws IOException {
        TargetProcess process = process(planned);
        long pid = process.pid();
        process.signal(signal);
        if (signal == ProcessSignal.KILL && !process.awaitExit(DEATH)) {
            throw new IOException("process " + pid + " does not die");
        }
        ledger.appliedWhere(evidenceName(planned), "SIG" + signal + " sent to process " + pid);
    }

    /** Ends a fault; at once, except for one whose process has yet to end before it can be started again. */
    private void end(PlannedFault planned) {
        if (!inForce.containsKey(planned.name()) || ending.containsKey(planned.name())) {
            return;
        }
        if (planned.fault() instanceof ProcessFault.Signal(ProcessSignal signal) && signal == ProcessSignal.TERM) {
            ending.put(planned.name(), process(planned).onExit().thenRunAsync(() -> heal(planned), thread));
        } else {
            heal(planned);
        }
    }

    /** What was ended is started again, what was paused goes on, what was broken works. */
    private void heal(PlannedFault planned) {
        inForce.remove(planned.name());
        ending.remove(planned.name());
        LOG.atInfo().addKeyValue("fault", planned.name()).log("fault ends");
        try {
            if (planned.fault() instanceof ProcessFault.Signal(ProcessSignal signal)) {
                switch (signal) {
                    case KILL, TERM -> process(planned).restart();
                    case STOP -> process(planned).signal(ProcessSignal.CONT);
                    case CONT -> {}
                }
            } else {
                targets.proxies().end(planned, evidenceName(planned));
            }
        } catch (IOException | ApiException e) {
            LOG.atWarn().setCause(e).addKeyValue("fault", planned.name()).log("fault cannot be ended");
        }
        ledger.ended(evidenceName(planned));
    }

    private TargetProcess process(PlannedFault planned) {
        return Objects.requireNonNull(targets.processes().get(planned.target()));
    }

    /** Ends what is in force, and begins nothing more. */
    private void finish() {
        over = true;
        plan.faults().forEach(this::end);
    }

    private CompletableFuture<Void> allEnded() {
        return CompletableFuture.allOf(ending.values().toArray(CompletableFuture<?>[]::new));
    }

    /** Ends every fault that is in force, and begins no other. A process that does not end in time is left as it is. */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        wire.forget();
        try {
            CompletableFuture.runAsync(this::finish, thread)
                    .thenComposeAsync(_ -> allEnded(), thread)
                    .get(2 * DEATH.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not every fault could be ended", e);
        } finally {
            thread.shutdown();
        }
    }
}
