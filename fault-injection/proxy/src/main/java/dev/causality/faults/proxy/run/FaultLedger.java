package dev.causality.faults.proxy.run;

import dev.causality.checkers.history.FaultEvent;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts every application of every fault, writes them into the history if there is one, and knows in the end which
 * planned fault was never applied. Thread-safe.
 */
public final class FaultLedger implements Evidence {
    /** So many applications of a fault get a line each; all are counted. A reader of the history needs the first. */
    private static final long LINES_PER_FAULT = 1000;

    private final @Nullable HistoryWriter history;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();

    /** @param history null for none */
    public FaultLedger(@Nullable HistoryWriter history) {
        this.history = history;
    }

    private static final class Entry {
        private final String kind;
        private final String target;
        private long applications;
        private String firstWhat = "";

        Entry(String kind, String target) {
            this.kind = kind;
            this.target = target;
        }
    }

    /**
     * What is known of a fault.
     *
     * @param firstWhat how it was applied first; empty if never
     */
    public record Account(String fault, String kind, String target, long applications, String firstWhat) {}

    /**
     * A fault is planned.
     *
     * @param name its own within the process
     * @param startMillis when it begins, from the beginning of the history
     * @param durationMillis for how long; 0 for a moment, or if that is not known
     */
    public synchronized void planned(String name, String kind, String target, long startMillis, long durationMillis) {
        if (entries.putIfAbsent(name, new Entry(kind, target)) == null && history != null) {
            history.append(at -> new FaultEvent.FaultPlanned(
                    at, name, kind, target, Math.max(0, startMillis), Math.max(0, durationMillis)));
        }
    }

    /** It is in force from now on. */
    public void begun(String name) {
        if (history != null) {
            history.append(at -> new FaultEvent.FaultBegun(at, name));
        }
    }

    /** It is no longer in force. */
    public void ended(String name) {
        if (history != null) {
            history.append(at -> new FaultEvent.FaultEnded(at, name));
        }
    }

    @Override
    public void applied(String fault, ConnectionInfo connection, String what) {
        appliedWhere(fault, "connection " + connection.number() + " of " + connection.proxy() + ": " + what);
    }

    /** A fault was applied to something that is no connection. */
    public synchronized void appliedWhere(String fault, String what) {
        Entry entry = entries.get(fault);
        if (entry == null) {
            return;
        }
        if (entry.applications++ == 0) {
            entry.firstWhat = what;
        }
        if (history != null && entry.applications <= LINES_PER_FAULT) {
            history.append(at -> new FaultEvent.FaultObserved(at, fault, what));
        }
    }

    @Override
    public synchronized void applied(String fault) {
        Entry entry = entries.get(fault);
        if (entry != null) {
            entry.applications++;
        }
    }

    /** All faults so far, in the order in which they were planned. */
    public synchronized List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            accounts.add(new Account(each.getKey(), entry.kind, entry.target, entry.applications, entry.firstWhat));
        }
        return List.copyOf(accounts);
    }

    /** The planned faults that were never applied. */
    public List<Account> neverApplied() {
        return accounts().stream()
                .filter(account -> account.applications() == 0)
                .toList();
    }
}
