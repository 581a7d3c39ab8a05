package dev.causality.checkers;

import dev.causality.checkers.history.FaultEvent.FaultBegun;
import dev.causality.checkers.history.FaultEvent.FaultEnded;
import dev.causality.checkers.history.FaultEvent.FaultPlanned;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * When which fault was in force.
 *
 * <p>Poison stands in the history as a fault of the stream, which has to be seen as every fault has. It breaks nothing: it
 * is a message like others, and its window, which ends with its confirmation, would excuse whatever happens to it. So it
 * has no window here.
 */
final class FaultWindows {
    private static final String POISON = "poison";

    private final List<Window> windows = new ArrayList<>();

    private FaultWindows() {}

    static FaultWindows of(History history) {
        Map<String, FaultPlanned> plans = new LinkedHashMap<>();
        history.all(FaultPlanned.class).forEach(plan -> plans.put(plan.fault(), plan));
        Map<String, String> roles = roles(history);
        Map<String, Long> ends = new LinkedHashMap<>();
        history.all(FaultEnded.class).forEach(end -> ends.putIfAbsent(end.fault(), end.atMicros()));
        FaultWindows all = new FaultWindows();
        history.all(FaultBegun.class).forEach(begin -> {
            FaultPlanned plan = Objects.requireNonNull(plans.get(begin.fault()));
            if (plan.faultKind().equals(POISON)) {
                return;
            }
            all.windows.add(new Window(
                    plan,
                    roles.getOrDefault(plan.target(), plan.target()),
                    begin.atMicros(),
                    ends.getOrDefault(begin.fault(), Long.MAX_VALUE)));
        });
        return all;
    }

    /** The role of each process, by its name. */
    static Map<String, String> roles(History history) {
        Map<String, String> roles = new LinkedHashMap<>();
        history.all(ProcessStarted.class).forEach(start -> roles.put(start.process(), start.role()));
        return roles;
    }

    /** The windows that overlap a span of time, both ends included. */
    List<Window> overlapping(long fromMicros, long toMicros) {
        return windows.stream()
                .filter(window -> window.fromMicros() <= toMicros && fromMicros <= window.toMicros())
                .toList();
    }

    /**
     * A fault in force.
     *
     * @param role the role of its target
     * @param toMicros when it ended; the end of time, when it did not
     */
    record Window(FaultPlanned plan, String role, long fromMicros, long toMicros) {}
}
