package dev.causality.faults.proxy.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the steps of a lane while bytes are on their way through it. */
final class Chain {
    private Chain() {}

    /**
     * Makes {@code now} the lane's steps. New ones are started, then those that are gone let go of what they hold, the
     * last first: into the step that took their name, or else into what stood behind them, so that no byte overtakes
     * another.
     *
     * @param installed the names of all that have a place in the connection, also of those without a step in this lane: a
     *     step of such a name is replaced, others are removed
     */
    static void relink(Lane lane, List<Step> now, Set<String> installed) {
        List<Step> before = steps(lane);
        List<Step> gone = new ArrayList<>();
        Step successor = null;
        for (Step old : before.reversed()) {
            if (now.contains(old)) {
                successor = old;
                continue;
            }
            Step replacement = named(now, old.name());
            if (replacement != null) {
                replacement.replace(old);
                successor = replacement;
            }
            old.setNext(successor);
            gone.add(old);
        }
        Step next = null;
        for (Step step : now.reversed()) {
            step.setNext(next);
            next = step;
        }
        lane.setFirst(next);
        now.stream().filter(step -> !before.contains(step)).forEach(Step::start);
        gone.forEach(step -> step.remove(installed.contains(step.name())));
    }

    private static List<Step> steps(Lane lane) {
        List<Step> steps = new ArrayList<>();
        for (Step step = lane.first(); step != null; step = step.next()) {
            steps.add(step);
        }
        return steps;
    }

    private static @Nullable Step named(List<Step> steps, String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
