package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.StagePair;
import dev.causality.faults.proxy.protocol.TappedProtocol;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;
import java.util.function.Function;

/** NATS: its faults, and taps where they are wanted. Thread-safe. */
public final class NatsSupport extends TappedProtocol<NatsObserver> {

    /** @param observers makes one for each connection, given the proxy's name */
    public NatsSupport(Function<String, NatsObserver> observers) {
        super("nats", NatsFault.class, observers);
    }

    @Override
    protected StagePair open(
            NatsObserver observer, ConnectionInfo connection, ActiveFaults faults, Wire wire, Evidence evidence) {
        NatsFaults decides = new PlannedNatsFaults(connection, faults, wire, evidence);
        decides.opened();
        OpenPublishes publishes = new OpenPublishes();
        return new StagePair(
                new ClientLane(decides, observer, publishes), new ServerLane(decides, observer, publishes));
    }
}
