package dev.causality.faults.proxy;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;

/**
 * Knows a protocol: makes the stages that tap it, and that apply its faults. A proxy that names the protocol has one such
 * factory for its whole life, whose stages stand at the server: toxics are between them and the client.
 */
public interface ProtocolSupport {

    /** The protocol's name in a proxy's settings, such as {@code nats}. */
    String protocol();

    /** Whether its stages apply such a fault. */
    boolean applies(Fault fault);

    /**
     * The stages of one proxy.
     *
     * @param proxy its name, which is the link's for {@link Wire#shows}
     * @param faults in force at any moment; asked anew for each request or message
     * @param wire is shown every moment, before what shows it is passed on
     * @param evidence is told of each application
     */
    StageFactory stages(String proxy, ActiveFaults faults, Wire wire, Evidence evidence);
}
