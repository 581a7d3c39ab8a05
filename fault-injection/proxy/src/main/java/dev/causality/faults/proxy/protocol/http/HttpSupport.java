package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.StagePair;
import dev.causality.faults.proxy.protocol.TappedProtocol;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;
import java.util.function.Function;

/** HTTP, and S3 with it: faults of requests and responses, and taps where they are wanted. Thread-safe. */
public final class HttpSupport extends TappedProtocol<HttpObserver> {

    /**
     * @param protocol the name under which proxies ask for it
     * @param observers makes one for each connection, given the proxy's name
     */
    public HttpSupport(String protocol, Function<String, HttpObserver> observers) {
        super(protocol, HttpFault.class, observers);
    }

    @Override
    protected StagePair open(
            HttpObserver observer, ConnectionInfo connection, ActiveFaults faults, Wire wire, Evidence evidence) {
        HttpFaults decides = new HttpFaults(connection, faults, wire, evidence);
        decides.opened();
        HttpExchanges exchanges = new HttpExchanges();
        PlannedResponses planned = new PlannedResponses();
        return new StagePair(
                new RequestLane(exchanges, planned, decides, observer),
                new ResponseLane(exchanges, planned, decides, observer));
    }
}
