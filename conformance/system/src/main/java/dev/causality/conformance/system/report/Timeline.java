package dev.causality.conformance.system.report;

import dev.causality.checkers.history.FaultEvent.FaultBegun;
import dev.causality.checkers.history.FaultEvent.FaultEnded;
import dev.causality.checkers.history.FaultEvent.FaultObserved;
import dev.causality.checkers.history.FaultEvent.FaultPlanned;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.RunEvent.PhaseBegun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The faults of a run as bars over time, with what was seen of them. */
final class Timeline {
    private static final int COLUMNS = 60;
    private static final double MICROS_PER_SECOND = 1e6;

    private final long fromMicros;
    private final long toMicros;
    private final Map<String, Bar> bars = new LinkedHashMap<>();

    Timeline(History history) {
        fromMicros = phase(history, "workload", 0);
        toMicros = Math.max(
                fromMicros + 1,
                phase(history, "quiesce", history.events().getLast().atMicros()));
        history.all(FaultPlanned.class).forEach(plan -> bars.put(plan.fault(), new Bar(plan)));
        history.all(FaultBegun.class).forEach(event -> bar(event.fault()).begun = event);
        history.all(FaultEnded.class).forEach(event -> bar(event.fault()).ended = event);
        history.all(FaultObserved.class).forEach(event -> bar(event.fault()).observed = event);
    }

    private Bar bar(String fault) {
        return Objects.requireNonNull(bars.get(fault));
    }

    private static long phase(History history, String name, long otherwise) {
        return history.all(PhaseBegun.class)
                .filter(phase -> phase.phase().equals(name))
                .mapToLong(HistoryEvent::atMicros)
                .findFirst()
                .orElse(otherwise);
    }

    /** One line for each fault, in the order in which they began. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("faults, over %.0f s from the beginning of the workload".formatted(seconds(toMicros)));
        bars.values().stream()
                .sorted(Comparator.comparingLong(bar -> bar.begun == null ? Long.MAX_VALUE : bar.begun.atMicros()))
                .map(this::line)
                .forEach(lines::add);
        return lines;
    }

    private String line(Bar bar) {
        String what = "%-18s %-21s %-11s".formatted(bar.plan.fault(), bar.plan.faultKind(), bar.plan.target());
        if (bar.begun == null) {
            return what + " " + " ".repeat(COLUMNS + 2) + " did not begin";
        }
        long end = bar.ended == null ? toMicros : bar.ended.atMicros();
        int first = column(bar.begun.atMicros());
        int last = Math.max(first + 1, column(end));
        String drawn = ".".repeat(first) + "#".repeat(last - first) + ".".repeat(COLUMNS - last);
        return what + " |" + drawn
                + "| %5.1f-%.1f s, %s"
                        .formatted(
                                seconds(bar.begun.atMicros()),
                                seconds(end),
                                bar.observed == null ? "NOT OBSERVED" : bar.observed.evidence());
    }

    private int column(long atMicros) {
        return Math.clamp((atMicros - fromMicros) * COLUMNS / (toMicros - fromMicros), 0, COLUMNS - 1);
    }

    private double seconds(long atMicros) {
        return (atMicros - fromMicros) / MICROS_PER_SECOND;
    }

    /** What happened to one fault. */
    private static final class Bar {
        private final FaultPlanned plan;
        private @Nullable FaultBegun begun;
        private @Nullable FaultEnded ended;
        private @Nullable FaultObserved observed;

        private Bar(FaultPlanned plan) {
            this.plan = plan;
        }
    }
}
