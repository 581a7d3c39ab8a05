package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import java.util.function.Function;

/**
 * Understands the HTTP connections of a listener: an observer and faults for each. To be installed before the first
 * connection: in the middle of one it would begin in the middle of a message. Thread-safe.
 */
final class HttpStages implements StageFactory {
    private final String name;
    private final Function<ConnectionInfo, HttpObserver> observers;
    private final Function<ConnectionInfo, HttpFaults> faults;

    HttpStages(
            String name,
            Function<ConnectionInfo, HttpObserver> observers,
            Function<ConnectionInfo, HttpFaults> faults) {
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
        HttpObserver observer = observers.apply(connection);
        HttpFaults decides = faults.apply(connection);
        decides.opened();
        HttpExchanges exchanges = new HttpExchanges();
        PlannedResponses planned = new PlannedResponses();
        return new StagePair(
                new RequestLane(exchanges, planned, decides, observer),
                new ResponseLane(exchanges, planned, decides, observer));
    }
}
