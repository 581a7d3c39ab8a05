package dev.causality.faults.proxy.control;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.engine.EventLoops;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.run.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What all proxies of a process share. Its mutable state is guarded by the lock of {@link Proxies}. */
final class Shared {
    private final EventLoops loops;
    private final Seed seed;
    private final FaultLedger ledger;
    private final Wire wire;
    private final List<ProtocolSupport> protocols;
    private final Map<String, Integer> evidenceNames = new HashMap<>();
    private final long startNanos = System.nanoTime();

    Shared(EventLoops loops, Seed seed, FaultLedger ledger, Wire wire, List<ProtocolSupport> protocols) {
        this.loops = loops;
        this.seed = seed;
        this.ledger = ledger;
        this.wire = wire;
        this.protocols = List.copyOf(protocols);
    }

    EventLoops loops() {
        return loops;
    }

    Seed seed() {
        return seed;
    }

    FaultLedger ledger() {
        return ledger;
    }

    Wire wire() {
        return wire;
    }

    /** @return null for no protocol */
    @Nullable
    ProtocolSupport protocol(String name) throws ApiException {
        if (name.isEmpty()) {
            return null;
        }
        for (ProtocolSupport each : protocols) {
            if (each.protocol().equals(name)) {
                return each;
            }
        }
        List<String> known = protocols.stream().map(ProtocolSupport::protocol).toList();
        throw ApiException.badBody("unknown protocol " + name + "; known are " + known);
    }

    /** A name for evidence that nothing had before: a toxic that is made again gets another one. */
    String nextEvidenceName(String wanted) {
        int number = evidenceNames.merge(wanted, 1, Integer::sum);
        return number == 1 ? wanted : wanted + "#" + number;
    }

    /** Tells the ledger of a fault that begins now. Nothing happens if a plan has announced it before. */
    void announce(String evidenceName, Fault fault, String proxy) {
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        ledger.planned(evidenceName, fault.kind(), proxy, now, 0);
    }
}
