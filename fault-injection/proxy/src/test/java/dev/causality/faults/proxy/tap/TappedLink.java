package dev.causality.faults.proxy.tap;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.HistoryFormat;
import dev.causality.checkers.history.HistoryReader;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.checkers.history.RunEvent.Scope;
import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.engine.EventLoops;
import dev.causality.faults.proxy.engine.HostPort;
import dev.causality.faults.proxy.engine.Listener;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.run.Wire;
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
    private final ActiveFaults faults = new ActiveFaults();
    private final Wire wire = new Wire();
    private final FaultLedger ledger;
    private final EventLoops loops = EventLoops.start(1);
    private final Listener listener = new Listener(loops, "link");
    private final String address;

    TappedLink(Path folder, int upstreamPort, Function<Taps, ProtocolSupport> protocol) throws IOException {
        file = folder.resolve("history.jsonl");
        history = HistoryWriter.create(file);
        taps = new Taps(history, Files.createDirectories(folder.resolve("puts")));
        ledger = new FaultLedger(history);
        Scope scope = new Scope(List.of(), List.of(), 0, "EVENTS", "sink", ">", 1, 1, "");
        history.append(
                at -> new RunBegun(at, HistoryFormat.VERSION, "test", 0, "none", "now", Map.of(), Map.of(), scope));
        listener.setStages(List.of(protocol.apply(taps).stages("link", faults, wire, ledger)));
        address = listener.open(HostPort.parse(HOST + "0"), HostPort.parse(HOST + upstreamPort));
    }

    /** Puts a fault in force, under this name. */
    void add(String name, Fault fault) {
        ledger.planned(name, fault.kind(), "link", 0, 0);
        faults.add(name, fault, new Seed(7));
    }

    /** How often a fault was applied. */
    long applications(String name) {
        return ledger.accounts().stream()
                .filter(account -> account.fault().equals(name))
                .mapToLong(FaultLedger.Account::applications)
                .sum();
    }

    Wire wire() {
        return wire;
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
