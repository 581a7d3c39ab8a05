package dev.causality.conformance.system.stack;

import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.run.Evidence;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what faults did to what passed, by the fault's name, and remembers how each did it last. Thread-safe. */
public final class Applications implements Evidence {
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private record Count(long times, String last) {}

    @Override
    public synchronized void applied(String fault, ConnectionInfo connection, String what) {
        counts.merge(fault, new Count(1, what), (before, now) -> new Count(before.times + 1, now.last));
    }

    @Override
    public synchronized void applied(String fault) {
        counts.computeIfPresent(fault, (_, before) -> new Count(before.times + 1, before.last));
    }

    /** How often a fault was applied. */
    public synchronized long of(String fault) {
        Count count = counts.get(fault);
        return count == null ? 0 : count.times;
    }

    /** How a fault was applied, in words. */
    public synchronized String describe(String fault) {
        Count count = counts.get(fault);
        return count == null ? "not applied" : "applied " + count.times + " times, such as: " + count.last;
    }
}
