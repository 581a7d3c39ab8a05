package dev.causality.faults.proxy.control;

import dev.causality.faults.proxy.run.FaultLedger;
import java.util.LinkedHashSet;

/**
 * Why a proxy does not listen: the faults that keep it down, which may overlap, by their names in the ledger. The oldest one
 * has closed it; each of the others does something only when it is the oldest that is left, and counts as applied from then
 * on. Not thread-safe.
 */
final class DownReasons {
    /** Stands for a proxy that was made disabled, or could not listen. It is no fault, and no fault's end opens it. */
    private static final String NOT_STARTED = "";

    private final FaultLedger ledger;
    private final LinkedHashSet<String> faults = new LinkedHashSet<>();

    DownReasons(FaultLedger ledger) {
        this.ledger = ledger;
        notStarted();
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    boolean isNotStarted() {
        return faults.contains(NOT_STARTED);
    }

    void notStarted() {
        faults.add(NOT_STARTED);
    }

    /** Somebody wants it to listen, whatever faults say. */
    void wantsStart() {
        remove(NOT_STARTED);
    }

    void add(String fault) {
        faults.add(fault);
    }

    /** A fault has ended; whether it was still there. */
    boolean remove(String fault) {
        boolean oldest = !faults.isEmpty() && faults.getFirst().equals(fault);
        boolean there = faults.remove(fault);
        if (oldest && !faults.isEmpty()) {
            ledger.appliedWhere(faults.getFirst(), "kept closed when it would have opened");
        }
        return there;
    }

    void clear() {
        faults.clear();
    }
}
