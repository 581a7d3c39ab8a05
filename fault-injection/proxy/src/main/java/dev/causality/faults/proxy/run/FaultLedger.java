package dev.causality.faults.proxy.run;

import dev.causality.checkers.history.FaultEvent;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts every application of every fault, writes them into the history if there is one, and knows in the end which
 * planned fault was never applied. Thread-safe.
 */
public final class FaultLedger implements Evidence {
    /** So many applications of a fault get a line each; all are counted. A reader of the history needs the first. */
    private static final long LINES_PER_FAULT = 1000;

    /** So many faults that are over for good are remembered, for whoever looks at what a test did last. */
    static final int REMEMBERED = 1000;

    private final @Nullable HistoryWriter history;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> timesWanted = new HashMap<>();
    private final ArrayDeque<String> overForGood = new ArrayDeque<>();
    private final long startNanos = System.nanoTime();

    /** @param history null for none */
    public FaultLedger(@Nullable HistoryWriter history) {
        this.history = history;
    }

    private static final class Entry {
        private final String kind;
        private final String target;
        private long begins;
        private boolean inForce;
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
     * @param begins how often it was put in force
     * @param inForce whether it is now
     * @param firstWhat how it was applied first; empty if never
     */
    public record Account(
            String fault,
            String kind,
            String target,
            long begins,
            boolean inForce,
            long applications,
            String firstWhat) {}

    /**
     * A fault is planned.
     *
     * @param wanted what it should be called
     * @param startMillis when it begins, from now
     * @param durationMillis for how long; 0 for a moment, or if that is not known
     * @return its name in all evidence, which no other fault of the process has: where one had the name that is wanted, a
     *     number stands behind it
     */
    public synchronized String planned(
            String wanted, String kind, String target, long startMillis, long durationMillis) {
        String name = freeName(wanted);
        entries.put(name, new Entry(kind, target));
        if (history != null) {
            long start = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) + startMillis;
            history.append(
                    at -> new FaultEvent.FaultPlanned(at, name, kind, target, start, Math.max(0, durationMillis)));
        }
        return name;
    }

    private String freeName(String wanted) {
        String name;
        do {
            int number = timesWanted.merge(wanted, 1, Integer::sum);
            name = number == 1 ? wanted : wanted + "#" + number;
        } while (entries.containsKey(name));
        return name;
    }

    /** It is in force from now on. */
    public synchronized void begun(String name) {
        Entry entry = entry(name);
        entry.begins++;
        entry.inForce = true;
        if (history != null) {
            history.append(at -> new FaultEvent.FaultBegun(at, name));
        }
    }

    /** It is no longer in force. */
    public synchronized void ended(String name) {
        entry(name).inForce = false;
        if (history != null) {
            history.append(at -> new FaultEvent.FaultEnded(at, name));
        }
    }

    /** It has ended and never begins again, as a toxic that was removed: of such faults the newest are remembered. */
    public synchronized void endedForGood(String name) {
        ended(name);
        overForGood.add(name);
        if (overForGood.size() > REMEMBERED) {
            entries.remove(overForGood.remove());
        }
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no fault is named " + name);
        }
        return entry;
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

    /** All faults that are remembered, in the order in which they were planned. */
    public synchronized List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            accounts.add(account(each.getKey(), each.getValue()));
        }
        return List.copyOf(accounts);
    }

    /** One of them, by the name that {@link #planned} gave it. */
    public synchronized Account account(String name) {
        return account(name, entry(name));
    }

    private static Account account(String name, Entry entry) {
        return new Account(
                name, entry.kind, entry.target, entry.begins, entry.inForce, entry.applications, entry.firstWhat);
    }

    /** The planned faults that were never applied. */
    public List<Account> neverApplied() {
        return accounts().stream()
                .filter(account -> account.applications() == 0)
                .toList();
    }
}
