package dev.causality.faults.proxy.protocol;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;
import java.util.function.Function;

/**
 * A protocol of which each connection has an observer. Its stages are to be installed before the first connection: in the
 * middle of one they would begin in the middle of a message. Thread-safe.
 *
 * @param <O> observes a connection
 */
public abstract class TappedProtocol<O> implements ProtocolSupport {
    private final String protocol;
    private final Class<? extends Fault> family;
    private final Function<String, O> observers;

    /**
     * @param protocol the name under which proxies ask for it
     * @param family what its stages apply
     * @param observers makes one for each connection, given the proxy's name
     */
    protected TappedProtocol(String protocol, Class<? extends Fault> family, Function<String, O> observers) {
        this.protocol = protocol;
        this.family = family;
        this.observers = observers;
    }

    /** Both directions of a connection, which was just made. */
    protected abstract StagePair open(
            O observer, ConnectionInfo connection, ActiveFaults faults, Wire wire, Evidence evidence);

    @Override
    public final String protocol() {
        return protocol;
    }

    @Override
    public final boolean applies(Fault fault) {
        return family.isInstance(fault);
    }

    @Override
    public final StageFactory stages(String proxy, ActiveFaults faults, Wire wire, Evidence evidence) {
        return new StageFactory() {
            @Override
            public String name() {
                return protocol;
            }

            @Override
            public boolean standsAtServer() {
                return true;
            }

            @Override
            public StagePair open(ConnectionInfo connection) {
                return TappedProtocol.this.open(observers.apply(proxy), connection, faults, wire, evidence);
            }
        };
    }
}
