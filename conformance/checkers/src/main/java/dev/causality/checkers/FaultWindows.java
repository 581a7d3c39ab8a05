package dev.causality.checkers;

import dev.causality.checkers.history.FaultEvent.FaultBegun;
import dev.causality.checkers.history.FaultEvent.FaultEnded;
import dev.causality.checkers.history.FaultEvent.FaultPlanned;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    private final Map<String, FaultPlanned> plans = new LinkedHashMap<>();
    private final Map<String, Deque<Long>> begins = new LinkedHashMap<>();
    private final Map<String, String> roles;

    private FaultWindows(Map<String, String> roles) {
        this.roles = roles;
    }

    static FaultWindows of(History history) {
        FaultWindows all = new FaultWindows(roles(history));
        history.all(FaultPlanned.class)
                .filter(plan -> !plan.faultKind().equals(POISON))
                .forEach(plan -> all.plans.put(plan.fault(), plan));
        history.events().forEach(all::follow);
        all.begins.forEach((fault, open) -> open.forEach(begin -> all.add(fault, begin, Long.MAX_VALUE)));
        return all;
    }

    /** A fault that repeats begins and ends under one name: each end is that of the oldest begin that has none. */
    private void follow(HistoryEvent event) {
        if (event instanceof FaultBegun begin) {
            begins.computeIfAbsent(begin.fault(), _ -> new ArrayDeque<>(1)).add(begin.atMicros());
        } else if (event instanceof FaultEnded end) {
            Deque<Long> open = begins.getOrDefault(end.fault(), new ArrayDeque<>(0));
            if (!open.isEmpty()) {
                add(end.fault(), open.remove(), end.atMicros());
            }
        }
    }

    private void add(String fault, long fromMicros, long toMicros) {
        FaultPlanned plan = plans.get(fault);
        if (plan != null) {
            windows.add(new Window(plan, roles.getOrDefault(plan.target(), plan.target()), fromMicros, toMicros));
        }
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
