package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import java.util.function.Function;

/**
 * Understands the NATS connections of a listener: an observer and faults for each. To be installed before the
 * first connection: in the middle of one it would begin in the middle of a frame. Thread-safe.
 */
final class NatsStages implements StageFactory {
    private final String name;
    private final Function<ConnectionInfo, NatsObserver> observers;
    private final Function<ConnectionInfo, NatsFaults> faults;

    NatsStages(
            String name,
            Function<ConnectionInfo, NatsObserver> observers,
            Function<ConnectionInfo, NatsFaults> faults) {
        this.name = name;
        this.observers = observers;
        this.faults = faults;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public StagePair open(ConnectionInfo connection) {
        NatsObserver observer = observers.apply(connection);
        NatsFaults decides = faults.apply(connection);
        decides.opened();
        OpenPublishes publishes = new OpenPublishes();
        return new StagePair(
                new ClientLane(decides, observer, publishes), new ServerLane(decides, observer, publishes));
    }
}
