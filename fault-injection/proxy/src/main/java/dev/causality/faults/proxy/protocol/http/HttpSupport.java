package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import dev.causality.faults.proxy.protocol.ProtocolStages;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;
import java.util.function.Function;

/** HTTP, and S3 with it: faults of requests and responses, and taps where they are wanted. Thread-safe. */
public final class HttpSupport implements ProtocolSupport {
    private final String protocol;
    private final Function<String, HttpObserver> observers;

    /**
     * @param protocol the name under which proxies ask for it
     * @param observers makes one for each connection, given the proxy's name
     */
    public HttpSupport(String protocol, Function<String, HttpObserver> observers) {
        this.protocol = protocol;
        this.observers = observers;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public boolean applies(Fault fault) {
        return fault instanceof HttpFault;
    }

    @Override
    public StageFactory stages(String proxy, ActiveFaults faults, Wire wire, Evidence evidence) {
        return new ProtocolStages(protocol, connection -> {
            HttpObserver observer = observers.apply(proxy);
            HttpFaults decides = new HttpFaults(connection, faults, wire, evidence);
            decides.opened();
            HttpExchanges exchanges = new HttpExchanges();
            PlannedResponses planned = new PlannedResponses();
            return new StagePair(
                    new RequestLane(exchanges, planned, decides, observer),
                    new ResponseLane(exchanges, planned, decides, observer));
        });
    }
}
