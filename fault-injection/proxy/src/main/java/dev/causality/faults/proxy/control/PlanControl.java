package dev.causality.faults.proxy.control;

import dev.causality.faults.plan.FaultPlan;
import java.util.Optional;

/** Carries plans out, one at a time. Thread-safe. */
public interface PlanControl {

    /**
     * Begins to carry a plan out. Its times count from now; faults that begin at once are in force on return.
     *
     * @return false when another one is being carried out, and nothing was begun
     * @throws IllegalArgumentException when it cannot be carried out here, with every reason
     */
    boolean start(FaultPlan plan);

    /** What became so far of the plan that is being carried out; empty when there is none. */
    Optional<PlanReport> report();

    /** Ends every fault that is in force and begins no other; what became of the plan, or empty when there was none. */
    Optional<PlanReport> end();
}
