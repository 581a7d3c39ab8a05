package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.ProcessEvent.ProcessExited;
import dev.causality.checkers.history.TapEvent.ConnectionClosed;
import dev.causality.checkers.history.TapEvent.ConnectionOpened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What happened around a delivery that can explain why something was not seen, or was seen and not received: ends of
 * connections, exits of processes, faults.
 */
final class Surroundings {
    private static final String NATS = "nats";
    private static final String STREAM = "stream";

    private final NavigableMap<Long, List<String>> cuts = new TreeMap<>();
    private final FaultWindows faults;

    private Surroundings(FaultWindows faults) {
        this.faults = faults;
    }

    static Surroundings of(History history) {
        Surroundings all = new Surroundings(FaultWindows.of(history));
        Map<String, ConnectionOpened> connections = new HashMap<>();
        history.all(ConnectionOpened.class).forEach(opened -> connections.put(opened.connection(), opened));
        history.all(ConnectionClosed.class).forEach(closed -> {
            ConnectionOpened opened = connections.get(closed.connection());
            if (opened != null && opened.protocol().equals(NATS)) {
                all.cut(closed.atMicros(), opened.holder());
            }
        });
        history.all(ProcessExited.class).forEach(exit -> all.cut(exit.atMicros(), exit.process()));
        return all;
    }

    private void cut(long atMicros, String holder) {
        cuts.computeIfAbsent(atMicros, _ -> new ArrayList<>(1)).add(holder);
    }

    /** Whether any connection to the stream's server ended in this time, its own end or a process' included. */
    boolean anyCut(long fromMicros, long toMicros) {
        return !cuts.subMap(fromMicros, true, toMicros, true).isEmpty();
    }

    /** Whether this holder's connection ended in this time, or the server did. */
    boolean cutOf(String holder, long fromMicros, long toMicros) {
        return cuts.subMap(fromMicros, true, toMicros, true).values().stream()
                .anyMatch(holders -> holders.contains(holder) || holders.contains(STREAM));
    }

    /** Whether the stream's server was being broken in this time. */
    boolean serverBroken(long fromMicros, long toMicros) {
        return faults.overlapping(fromMicros, toMicros).stream()
                .anyMatch(window -> window.role().equals(STREAM));
    }

    /** Whether anything was broken in this time that might keep a holder from its work. */
    boolean anythingBroken(long fromMicros, long toMicros) {
        return anyCut(fromMicros, toMicros)
                || !faults.overlapping(fromMicros, toMicros).isEmpty();
    }
}
