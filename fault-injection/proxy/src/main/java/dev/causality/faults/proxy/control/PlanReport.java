package dev.causality.faults.proxy.control;

import dev.causality.faults.proxy.run.FaultLedger;
import java.util.List;

/** What became of a plan so far. */
public record PlanReport(long seed, List<Line> lines) {
    public PlanReport {
        lines = List.copyOf(lines);
    }

    /**
     * What became of a fault.
     *
     * @param name in the plan; the account has its name in the evidence
     */
    public record Line(String name, FaultLedger.Account account) {}

    /** How many of the faults were applied at least once. */
    long applied() {
        return lines.stream().filter(line -> line.account().applications() > 0).count();
    }
}
