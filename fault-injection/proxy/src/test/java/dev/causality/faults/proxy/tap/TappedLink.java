package dev.causality.faults.proxy.tap;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.HistoryFormat;
import dev.causality.checkers.history.HistoryReader;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.checkers.history.RunEvent.Scope;
import dev.causality.faults.proxy.engine.EventLoops;
import dev.causality.faults.proxy.engine.HostPort;
import dev.causality.faults.proxy.engine.Listener;
import dev.causality.faults.proxy.engine.StageFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A proxy with taps in front of a server, and the history that they write. */
final class TappedLink implements AutoCloseable {
    private static final String HOST = "127.0.0.1:";

    private final Path file;
    private final HistoryWriter history;
    private final Taps taps;
    private final EventLoops loops = EventLoops.start(1);
    private final Listener listener = new Listener(loops, "link");
    private final String address;

    TappedLink(Path folder, int upstreamPort, Function<Taps, StageFactory> stages) throws IOException {
        file = folder.resolve("history.jsonl");
        history = HistoryWriter.create(file);
        taps = new Taps(history, Files.createDirectories(folder.resolve("puts")));
        Scope scope = new Scope(List.of(), List.of(), 0, "EVENTS", "sink", ">", 1, 1, "");
        history.append(
                at -> new RunBegun(at, HistoryFormat.VERSION, "test", 0, "none", "now", Map.of(), Map.of(), scope));
        listener.setStages(List.of(stages.apply(taps)));
        address = listener.open(HostPort.parse(HOST + "0"), HostPort.parse(HOST + upstreamPort));
    }

    int port() {
        return HostPort.parse(address).port();
    }

    Taps taps() {
        return taps;
    }

    /** What was written so far, read back as a judge reads it. */
    History history() {
        history.flush();
        return HistoryReader.read(file);
    }

    <T extends HistoryEvent> List<T> all(Class<T> kind) {
        return history().all(kind).toList();
    }

    /** Closes all connections and tells what was written. */
    History end() {
        listener.close();
        return history();
    }

    @Override
    public void close() {
        loops.close();
        history.close();
    }
}
