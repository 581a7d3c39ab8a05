package dev.causality.faults.proxy.protocol;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.run.ActiveFault;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;
import java.util.List;

/**
 * The faults of one protocol that are in force on one connection, and what the wire is shown of it. For the connection's
 * event loop.
 *
 * @param <F> the protocol's faults
 */
public abstract class ConnectionFaults<F extends Fault> {
    private final Class<F> family;
    private final ConnectionInfo connection;
    private final ActiveFaults faults;
    private final Wire wire;
    private final Evidence evidence;

    protected ConnectionFaults(
            Class<F> family, ConnectionInfo connection, ActiveFaults faults, Wire wire, Evidence evidence) {
        this.family = family;
        this.connection = connection;
        this.faults = faults;
        this.wire = wire;
        this.evidence = evidence;
    }

    /** Whether anything could be hit or held at present. */
    public final boolean active() {
        return wire.isWatched() || !inForce().isEmpty();
    }

    /** Tells the wire that the connection was made. */
    public final void opened() {
        show(Moment.CONNECTED, connection.proxy());
    }

    /** Tells the wire that the connection is gone. */
    public final void closed() {
        show(Moment.DISCONNECTED, connection.proxy());
    }

    protected final List<ActiveFault<F>> inForce() {
        return faults.of(family);
    }

    /** Tells the wire of a moment; what becomes of that which shows it. */
    protected final Verdict show(Moment moment, String detail) {
        return Wires.shows(wire, connection.proxy(), moment, detail);
    }

    /** A fault was applied, in words. */
    protected final void applied(String fault, String what) {
        evidence.applied(fault, connection, what);
    }
}
