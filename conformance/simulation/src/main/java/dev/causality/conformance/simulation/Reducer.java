package dev.causality.conformance.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes a failing case smaller in all of its axes while it goes on breaking one of the same invariants: faults, requests,
 * events, poison, processes, the scheduler's liberties. Lists are cut by delta debugging (Zeller and Hildebrandt:
 * "Simplifying and isolating failure-inducing input", TSE 2002), until nothing more can be left out or time is up.
 */
final class Reducer {

    private final Function<Case, RunResult> runner;
    private final BooleanSupplier timeIsUp;
    private final List<String> wanted;
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
        long before = Long.MAX_VALUE;
        while (smallest.size() < before && !timeIsUp.getAsBoolean()) {
            before = smallest.size();
            cut(Case::faults, (one, faults) -> one.with(one.requests(), one.poison(), faults));
            cut(Case::requests, (one, requests) -> one.with(requests, one.poison(), one.faults()));
            cut(Case::poison, (one, poison) -> one.with(one.requests(), poison, one.faults()));
            cutBatches();
            simplify();
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

    private void cutBatches() {
        for (int i = 0; i < smallest.requests().size(); i++) {
            PlannedRequest request = smallest.requests().get(i);
            for (int j = request.events().size() - 1; j >= 0 && request.events().size() > 1; j--) {
                List<PlannedEvent> fewer = new ArrayList<>(request.events());
                fewer.remove(j);
                PlannedRequest shorter =
                        new PlannedRequest(request.client(), request.pauseMillis(), request.hedged(), fewer);
                if (keep(replaced(i, shorter))) {
                    request = shorter;
                }
            }
        }
    }

    private void simplify() {
        Topology topology = smallest.topology();
        if (topology.sinks() > 1) {
            keep(smallest.with(new Topology(
                    topology.gateways(),
                    topology.sinks() - 1,
                    topology.clients(),
                    topology.apps(),
                    topology.driftPpm(),
                    topology.skewMillis())));
        }
        if (topology.gateways() > 1) {
            keep(smallest.with(new Topology(
                    1,
                    topology.sinks(),
                    topology.clients(),
                    topology.apps(),
                    topology.driftPpm(),
                    topology.skewMillis())));
        }
        keep(smallest.with(new Topology(
                smallest.topology().gateways(),
                smallest.topology().sinks(),
                topology.clients(),
                topology.apps(),
                0,
                0)));
        if (smallest.scheduling().stallChance() > 0) {
            keep(smallest.with(new Scheduling(
                    smallest.scheduling().choice(), smallest.scheduling().switchChance(), 0, 0)));
        }
        for (int i = 0; i < smallest.requests().size(); i++) {
            PlannedRequest request = smallest.requests().get(i);
            if (request.hedged()) {
                keep(replaced(i, new PlannedRequest(request.client(), request.pauseMillis(), false, request.events())));
            }
        }
    }

    private Case replaced(int index, PlannedRequest request) {
        UnaryOperator<List<PlannedRequest>> replace = requests -> {
            List<PlannedRequest> copy = new ArrayList<>(requests);
            copy.set(index, request);
            return copy;
        };
        return smallest.with(replace.apply(smallest.requests()), smallest.poison(), smallest.faults());
    }

    /** Runs a smaller case, and keeps it if it breaks one of the same invariants. */
    private boolean keep(Case candidate) {
        if (candidate.equals(smallest) || timeIsUp.getAsBoolean()) {
            return false;
        }
        Optional<RunResult> again = Optional.of(runner.apply(candidate))
                .filter(RunResult::failed)
                .filter(run -> run.invariants().stream().anyMatch(wanted::contains));
        again.ifPresent(run -> {
            smallest = candidate;
            result = run;
        });
        return again.isPresent();
    }
}
