package dev.causality.faults.proxy.planned;

import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.proxy.control.PlanControl;
import dev.causality.faults.proxy.control.PlanReport;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.run.Wire;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The plans of a process, one at a time: the command line's, and those that come over the control API. Thread-safe. */
public final class Plans implements PlanControl, AutoCloseable {
    private final Targets targets;
    private final Wire wire;
    private final FaultLedger ledger;
    private final TreeSet<String> evidenceNames = new TreeSet<>();
    private @Nullable PlanRun running;

    public Plans(Targets targets, Wire wire, FaultLedger ledger) {
        this.targets = targets;
        this.wire = wire;
        this.ledger = ledger;
    }

    @Override
    public synchronized boolean start(FaultPlan plan) {
        if (running != null) {
            return false;
        }
        PlanRun run = PlanRun.start(plan, targets, wire, ledger);
        run.lines().forEach(line -> evidenceNames.add(line.account().fault()));
        running = run;
        return true;
    }

    @Override
    public synchronized Optional<PlanReport> report() {
        return Optional.ofNullable(running).map(run -> new PlanReport(run.seed(), run.lines()));
    }

    @Override
    public synchronized Optional<PlanReport> end() {
        PlanRun run = running;
        if (run == null) {
            return Optional.empty();
        }
        run.close();
        Optional<PlanReport> report = report();
        running = null;
        return report;
    }

    /** Whether a fault of any plan so far was never applied. */
    public synchronized boolean missed() {
        return ledger.neverApplied().stream().anyMatch(account -> evidenceNames.contains(account.fault()));
    }

    @Override
    public void close() {
        end();
    }
}
