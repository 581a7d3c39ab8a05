package dev.causality.conformance.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes a failing case smaller in all of its axes while it goes on breaking one of the same invariants: faults, events,
 * poison, processes, the scheduler's liberties. Lists are cut by delta debugging (Zeller and Hildebrandt:
 * "Simplifying and isolating failure-inducing input", TSE 2002), until nothing more can be left out or time is up.
 *
 * <p>Leaving something out changes every later choice of the run, and a failure that hangs on some of them would hide: what
 * fails under no seed near its own then stays. So smaller cases get more and more seeds.
 */
final class Reducer {

    /** When nothing more can be left out, so many times the seeds are tried for each smaller case. */
    private static final int MORE_COURSES = 4;

    private static final int MOST_COURSES = 16;

    private final Function<Case, RunResult> runner;
    private final BooleanSupplier timeIsUp;
    private final List<String> wanted;
    private int courses = 1;
    private Case smallest;
    private RunResult result;

    private Reducer(RunResult failed, Function<Case, RunResult> runner, BooleanSupplier timeIsUp) {
        this.runner = runner;
        this.timeIsUp = timeIsUp;
        this.wanted = failed.invariants();
        this.smallest = failed.ran();
        this.result = failed;
    }

    /** The smallest case that was found, as it ran. */
    static RunResult reduce(RunResult failed, Function<Case, RunResult> runner, BooleanSupplier timeIsUp) {
        Reducer reducer = new Reducer(failed, runner, timeIsUp);
        reducer.reduce();
        return reducer.result;
    }

    private void reduce() {
        for (courses = 1; courses <= MOST_COURSES; courses *= MORE_COURSES) {
            reduceUntilNothingGoes();
        }
    }

    private void reduceUntilNothingGoes() {
        long before = Long.MAX_VALUE;
        while (smallest.size() < before && !timeIsUp.getAsBoolean()) {
            before = smallest.size();
            simplify();
            cut(Case::faults, (one, faults) -> one.with(one.requests(), one.poison(), faults));
            cut(Case::sent, Case::sendingOnly);
            cut(Case::poison, (one, poison) -> one.with(one.requests(), poison, one.faults()));
        }
    }

    /** Puts a shorter list back into a case. */
    private interface Replacement<T> {
        Case in(Case one, List<T> list);
    }

    private <T> void cut(Function<Case, List<T>> list, Replacement<T> replacement) {
        int pieces = 1;
        while (!list.apply(smallest).isEmpty() && !timeIsUp.getAsBoolean()) {
            List<T> all = list.apply(smallest);
            int size = Math.ceilDiv(all.size(), pieces);
            boolean shorter = false;
            for (int from = 0; from < all.size() && !shorter; from += size) {
                List<T> rest = new ArrayList<>(all.subList(0, from));
                rest.addAll(all.subList(Math.min(all.size(), from + size), all.size()));
                shorter = keep(replacement.in(smallest, rest));
            }
            if (!shorter && size == 1) {
                return;
            }
            pieces = shorter ? Math.max(1, pieces - 1) : Math.min(all.size(), 2 * pieces);
        }
    }

    private void simplify() {
        List<UnaryOperator<Topology>> simpler =
                List.of(Topology::oneSinkLess, Topology::oneGateway, Topology::exactClocks);
        simpler.forEach(step -> keep(smallest.with(step.apply(smallest.topology()))));
        keep(smallest.with(smallest.scheduling().withoutStalls()));
        keep(smallest.with(smallest.tuning().withReadableFiles()));
        keep(withEach(PlannedRequest::once));
        keep(withEach(PlannedRequest::plain));
    }

    private Case withEach(UnaryOperator<PlannedRequest> simpler) {
        return smallest.with(smallest.requests().stream().map(simpler).toList(), smallest.poison(), smallest.faults());
    }

    /** Runs a smaller case, and keeps it if it breaks one of the same invariants under one of a few seeds. */
    private boolean keep(Case candidate) {
        if (candidate.equals(smallest)) {
            return false;
        }
        for (int course = 0; course < courses && !timeIsUp.getAsBoolean(); course++) {
            RunResult run = runner.apply(candidate.with(candidate.seed() + course));
            if (run.invariants().stream().anyMatch(wanted::contains)) {
                smallest = run.ran();
                result = run;
                return true;
            }
        }
        return false;
    }
}
