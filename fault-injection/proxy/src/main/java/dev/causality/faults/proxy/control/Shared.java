package dev.causality.faults.proxy.control;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.engine.EventLoops;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.run.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all proxies of a process share. Immutable. */
final class Shared {
    private final EventLoops loops;
    private final Seed seed;
    private final FaultLedger ledger;
    private final Wire wire;
    private final List<ProtocolSupport> protocols;

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

    /** Tells the ledger of a fault that begins now; its name in the evidence. */
    String begun(String wanted, Fault fault, String proxy) {
        String evidenceName = ledger.planned(wanted, fault.kind(), proxy, 0, 0);
        ledger.begun(evidenceName);
        return evidenceName;
    }
}
