package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import java.util.function.Function;

/**
 * Understands the HTTP connections of a listener: an observer for each. To be installed before the first connection: in
 * the middle of one it would begin in the middle of a message. Thread-safe.
 */
public final class HttpStages implements StageFactory {
    private final String name;
    private final Function<ConnectionInfo, HttpObserver> observers;

    public HttpStages(String name, Function<ConnectionInfo, HttpObserver> observers) {
        this.name = name;
        this.observers = observers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public StagePair open(ConnectionInfo connection) {
        HttpObserver observer = observers.apply(connection);
        HttpExchanges exchanges = new HttpExchanges();
        return new StagePair(new RequestLane(exchanges, observer), new ResponseLane(exchanges, observer));
    }
}
