package dev.causality.faults.proxy.control;

import dev.causality.faults.plan.Moment;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import dev.causality.faults.proxy.run.Wire;

/**
 * Shows the wire when connections are made and end, of a proxy without a protocol: a protocol's stages do it themselves. Puts
 * no stage into connections. Thread-safe.
 */
final class ConnectionMoments implements StageFactory {
    private static final String NAME = "connections";

    private final Wire wire;

    ConnectionMoments(Wire wire) {
        this.wire = wire;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StagePair open(ConnectionInfo connection) {
        shows(connection, Moment.CONNECTED);
        return StagePair.NONE;
    }

    @Override
    public void closed(ConnectionInfo connection) {
        shows(connection, Moment.DISCONNECTED);
    }

    /** There is nothing in it that could be held. */
    private void shows(ConnectionInfo connection, Moment moment) {
        var _ = wire.shows(connection.proxy(), moment, connection.proxy());
    }
}
