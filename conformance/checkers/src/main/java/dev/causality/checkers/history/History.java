package dev.causality.checkers.history;

import dev.causality.checkers.history.RunEvent.RunBegun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A whole history in memory, in its one order. Immutable. */
public final class History {
    private final List<HistoryEvent> events;
    private final Map<Class<?>, List<HistoryEvent>> byKind;

    private History(List<HistoryEvent> events, Map<Class<?>, List<HistoryEvent>> byKind) {
        this.events = events;
        this.byKind = byKind;
    }

    /** A history of these events, of which the first begins the run. */
    public static History of(List<HistoryEvent> events) {
        Map<Class<?>, List<HistoryEvent>> byKind = new LinkedHashMap<>();
        for (HistoryEvent event : events) {
            byKind.computeIfAbsent(event.getClass(), kind -> new ArrayList<>()).add(event);
        }
        History history = new History(List.copyOf(events), byKind);
        if (events.isEmpty() || !(events.getFirst() instanceof RunBegun)) {
            throw new IllegalArgumentException("a history begins with run-begun");
        }
        return history;
    }

    /** All events. */
    public List<HistoryEvent> events() {
        return events;
    }

    /** The events of one kind, in order. */
    public <T extends HistoryEvent> Stream<T> all(Class<T> kind) {
        return byKind.getOrDefault(kind, List.of()).stream().map(kind::cast);
    }

    /** The last event of a kind. */
    public <T extends HistoryEvent> Optional<T> last(Class<T> kind) {
        List<HistoryEvent> all = byKind.getOrDefault(kind, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(kind.cast(all.getLast()));
    }

    /** The first line: what the run is. */
    public RunBegun run() {
        return (RunBegun) events.getFirst();
    }

    /** What the run is judged by. */
    public RunEvent.Scope scope() {
        return run().scope();
    }
}
