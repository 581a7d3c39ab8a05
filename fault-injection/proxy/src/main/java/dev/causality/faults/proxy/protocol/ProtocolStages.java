package dev.causality.faults.proxy.protocol;

import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import java.util.function.Function;

/**
 * Understands the connections of a listener. To be installed before the first connection: in the middle of one it would
 * begin in the middle of a message. Thread-safe.
 *
 * @param name the protocol's
 * @param lanes makes both directions of a connection
 */
public record ProtocolStages(String name, Function<ConnectionInfo, StagePair> lanes) implements StageFactory {

    @Override
    public StagePair open(ConnectionInfo connection) {
        return lanes.apply(connection);
    }
}
