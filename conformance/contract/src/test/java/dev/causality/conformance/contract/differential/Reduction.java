package dev.causality.conformance.contract.differential;

import dev.causality.conformance.contract.differential.Comparison.Different;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes a script that shows a difference small: leaves out steps, several tries side by side, as long as one of them still
 * shows a difference in a run that kept its order. Takes seconds a round, because all of it is played in real time, and so
 * has a bound.
 */
public final class Reduction {

    private static final int ROUNDS = 25;

    /** How many are tried side by side, so that they do not disturb one another. */
    private static final int SIDE_BY_SIDE = 10;

    private final StreamComparison comparison;

    public Reduction(StreamComparison comparison) {
        this.comparison = comparison;
    }

    /** A script and how the two sides differ on it. */
    public record Reduced(Script script, Different difference) {

        /** What to do about it. */
        public String report() {
            return difference.story() + "\nTo see it again, put this among the scenarios in StreamScenariosTest:\n"
                    + script.asScenario();
        }
    }

    /** The smallest that was found. */
    public Reduced reduce(Script script, Different difference) throws Exception {
        Reduced smallest = reduced(script, difference);
        Deque<Script> candidates = candidates(smallest.script());
        for (int round = 0; round < ROUNDS && !candidates.isEmpty(); round++) {
            List<Script> some = new ArrayList<>();
            while (some.size() < SIDE_BY_SIDE && !candidates.isEmpty()) {
                some.add(candidates.remove());
            }
            List<Comparison> comparisons = comparison.compareAll(some);
            Reduced smaller = null;
            for (int i = 0; i < some.size(); i++) {
                if (comparisons.get(i) instanceof Comparison.Disturbed) {
                    candidates.add(some.get(i)); // Says nothing: once more, after the others.
                } else if (smaller == null && comparisons.get(i) instanceof Different different) {
                    smaller = reduced(some.get(i), different);
                }
            }
            if (smaller != null) {
                smallest = smaller;
                candidates = candidates(smallest.script());
            }
        }
        return smallest;
    }

    /** What comes after the difference was not even played. */
    private static Reduced reduced(Script script, Different difference) {
        return new Reduced(new Script(script.shape(), script.steps().subList(0, difference.steps() + 1)), difference);
    }

    /** Without a half, a quarter ... of the steps, in the end without one; and with shorter waits. */
    private static Deque<Script> candidates(Script script) {
        List<Step> steps = script.steps();
        Deque<Script> candidates = new ArrayDeque<>();
        for (int length = Math.max(1, steps.size() / 2); length > 0; length /= 2) {
            for (int from = 0; from + length < steps.size(); from += length) {
                List<Step> fewer = new ArrayList<>(steps.subList(0, from));
                fewer.addAll(steps.subList(from + length, steps.size()));
                candidates.add(new Script(script.shape(), fewer));
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.Wait(int slots) && slots > 1) {
                List<Step> shorter = new ArrayList<>(steps);
                shorter.set(i, new Step.Wait(slots - 1));
                candidates.add(new Script(script.shape(), shorter));
            }
        }
        return candidates;
    }
}
