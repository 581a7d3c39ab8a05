package dev.causality.conformance.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Runs many seeds, on every core one at a time, and adds up what they showed. */
final class Sweep {

    private final Scenario scenario;
    private final Optional<Target> target;
    private final long first;
    private final long count;
    private final int most;
    private final AtomicLong next;
    private final Totals totals;

    /**
     * @param target the one service whose processes have faults; empty for any
     * @param most failures after which it stops
     * @param wanted the invariants whose breach is a failure; empty for all
     */
    Sweep(Scenario scenario, Optional<Target> target, long first, long count, int most, List<String> wanted) {
        this.totals = new Totals(wanted);
        this.scenario = scenario;
        this.target = target;
        this.first = first;
        this.count = count;
        this.most = most;
        this.next = new AtomicLong(first);
    }

    /** What all runs together showed. Safe for use by several threads. */
    static final class Totals {

        private final List<String> wanted;
        private final Map<String, Long> exercised = new TreeMap<>();
        private final List<RunResult> failures = new ArrayList<>();
        private long runs;
        private long steps;
        private long simulatedNanos;

        Totals(List<String> wanted) {
            this.wanted = List.copyOf(wanted);
        }

        synchronized void add(RunResult result) {
            runs++;
            steps += result.steps();
            simulatedNanos += result.simulatedNanos();
            result.exercised().forEach((what, times) -> exercised.merge(what, times, Long::sum));
            if (result.failed()
                    && (wanted.isEmpty() || result.invariants().stream().anyMatch(wanted::contains))) {
                failures.add(result);
            }
        }

        synchronized long runs() {
            return runs;
        }

        synchronized long steps() {
            return steps;
        }

        synchronized long simulatedNanos() {
            return simulatedNanos;
        }

        synchronized Map<String, Long> exercised() {
            return new TreeMap<>(exercised);
        }

        synchronized List<RunResult> failures() {
            return List.copyOf(failures);
        }
    }

    /**
     * Runs them all.
     *
     * @param each is told of every run, on the thread that ran it
     */
    Totals run(int threads, BiConsumer<Long, RunResult> each) throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofPlatform().name("simulation-" + i).start(() -> work(each)));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return totals;
    }

    Totals totals() {
        return totals;
    }

    private void work(BiConsumer<Long, RunResult> each) {
        for (long seed = next.getAndIncrement();
                seed < first + count && totals.failures().size() < most;
                seed = next.getAndIncrement()) {
            RunResult result = SimulatedRun.run(CaseDrawer.draw(seed, scenario, target));
            totals.add(result);
            each.accept(seed, result);
        }
    }

    /** What should have been exercised and was not, in enough runs to tell. */
    static Optional<String> vacuous(Totals totals, Scenario scenario) {
        List<String> outOfReach =
                scenario.outOfReach().stream().map("property "::concat).toList();
        List<String> never = totals.exercised().entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .filter(what -> what.startsWith("property ") || what.startsWith("fault "))
                .filter(what -> !outOfReach.contains(what))
                .toList();
        return never.isEmpty() ? Optional.empty() : Optional.of("never exercised: " + String.join(", ", never));
    }
}
