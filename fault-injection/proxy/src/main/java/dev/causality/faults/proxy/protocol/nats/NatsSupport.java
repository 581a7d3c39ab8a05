package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import dev.causality.faults.proxy.protocol.ProtocolStages;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;
import java.util.function.Function;

/** NATS: its faults, and taps where they are wanted. Thread-safe. */
public final class NatsSupport implements ProtocolSupport {
    private static final String NAME = "nats";

    private final Function<String, NatsObserver> observers;

    /** @param observers makes one for each connection, given the proxy's name */
    public NatsSupport(Function<String, NatsObserver> observers) {
        this.observers = observers;
    }

    @Override
    public String protocol() {
        return NAME;
    }

    @Override
    public boolean applies(Fault fault) {
        return fault instanceof NatsFault;
    }

    @Override
    public StageFactory stages(String proxy, ActiveFaults faults, Wire wire, Evidence evidence) {
        return new ProtocolStages(NAME, connection -> {
            NatsObserver observer = observers.apply(proxy);
            NatsFaults decides = new PlannedNatsFaults(connection, faults, wire, evidence);
            decides.opened();
            OpenPublishes publishes = new OpenPublishes();
            return new StagePair(
                    new ClientLane(decides, observer, publishes), new ServerLane(decides, observer, publishes));
        });
    }
}
