package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import java.util.function.Function;

/**
 * Understands the NATS connections of a listener: an observer for each, and faults for all. To be installed before the
 * first connection: in the middle of one it would begin in the middle of a frame. Thread-safe.
 */
public final class NatsStages implements StageFactory {
    private final String name;
    private final Function<ConnectionInfo, NatsObserver> observers;
    private final NatsFaults faults;

    public NatsStages(String name, Function<ConnectionInfo, NatsObserver> observers, NatsFaults faults) {
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
        OpenPublishes publishes = new OpenPublishes();
        return new StagePair(new ClientLane(faults, observer, publishes), new ServerLane(faults, observer, publishes));
    }
}
