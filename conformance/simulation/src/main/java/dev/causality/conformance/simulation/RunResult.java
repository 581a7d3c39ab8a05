package dev.causality.conformance.simulation;

import dev.causality.checkers.Judgement;
import dev.causality.checkers.history.History;
import java.util.List;
import java.util.Map;

/**
 * What a run showed.
 *
 * @param broken the invariants that were broken, each with how; none when all held
 * @param hash of every decision of the scheduler
 * @param exercised how often what was exercised
 */
record RunResult(
        Case ran,
        History history,
        Judgement judgement,
        List<Truth.Violation> broken,
        long hash,
        long steps,
        long simulatedNanos,
        Map<String, Long> exercised) {

    RunResult {
        broken = List.copyOf(broken);
    }

    boolean failed() {
        return !broken.isEmpty();
    }

    /** The ids of the broken invariants, each once, in order. */
    List<String> invariants() {
        return broken.stream().map(Truth.Violation::invariant).distinct().toList();
    }
}
