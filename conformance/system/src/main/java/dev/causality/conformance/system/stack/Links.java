package dev.causality.conformance.system.stack;

import dev.causality.conformance.system.plan.LinkName;
import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.WirePoint;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.engine.EventLoops;
import dev.causality.faults.proxy.engine.HostPort;
import dev.causality.faults.proxy.engine.Listener;
import dev.causality.faults.proxy.protocol.http.HttpSupport;
import dev.causality.faults.proxy.protocol.nats.NatsSupport;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Wire;
import dev.causality.faults.proxy.tap.Taps;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The ways from the services to the servers: a proxy with a tap for each service and server, so that the history knows who
 * held what. They live in the harness' own process, and so all taps write in one order. The harness itself goes straight
 * to the servers.
 */
public final class Links implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1:";
    private static final String S3 = "s3";

    private final EventLoops loops = EventLoops.start(1);
    private final Map<String, HostPort> addresses = new LinkedHashMap<>();
    private final Map<String, ActiveFaults> faults = new LinkedHashMap<>();
    private final Wire wire = new Wire();
    private final Applications applications = new Applications();
    private final Taps taps;
    private final FaultPlan plan;

    private Links(Taps taps, FaultPlan plan) {
        this.taps = taps;
        this.plan = plan;
    }

    /**
     * Opens a way to the stream for each of the processes, and one to the store for each of the sinks.
     *
     * @param plan whose faults they will carry out
     */
    public static Links open(Stack stack, List<String> processes, List<String> sinks, Taps taps, FaultPlan plan)
            throws IOException {
        Links links = new Links(taps, plan);
        try {
            URI stream = URI.create(stack.natsUrl());
            for (String process : processes) {
                links.open(LinkName.toStream(process), stream, new NatsSupport(_ -> taps.nats(process)));
            }
            for (String sink : sinks) {
                links.open(LinkName.toStore(sink), stack.store().endpoint(), new HttpSupport(S3, _ -> taps.s3(sink)));
            }
            return links;
        } catch (IOException | RuntimeException e) {
            links.close();
            throw e;
        }
    }

    private void open(String name, URI server, ProtocolSupport protocol) throws IOException {
        ActiveFaults active = new ActiveFaults();
        Listener listener = new Listener(loops, name);
        listener.setStages(List.of(protocol.stages(name, active, wire, applications)));
        String address = listener.open(
                HostPort.parse(LOOPBACK + LoopbackPorts.next()), new HostPort(server.getHost(), server.getPort()));
        addresses.put(name, HostPort.parse(address));
        faults.put(name, active);
    }

    /** Begins a fault of a link. */
    public void begin(PlannedFault fault) {
        faults(fault).add(fault.name(), fault.fault(), plan.seedOf(fault));
    }

    /** Ends it. */
    public void end(PlannedFault fault) {
        faults(fault).remove(fault.name());
    }

    private ActiveFaults faults(PlannedFault fault) {
        return Objects.requireNonNull(faults.get(fault.target()), fault.target());
    }

    /** What was done to what passed. */
    public Applications applications() {
        return applications;
    }

    /** Waits until the wire shows a point, and holds what shows it. */
    public HeldMessage hold(WirePoint point) {
        HeldMessage held = new HeldMessage();
        wire.when(point, held::holds);
        return held;
    }

    /** Nobody waits for anything on the wire any more. */
    public void forget() {
        wire.forget();
    }

    /** The stream's address for a process. */
    public String natsUrl(String process) {
        return "nats://" + LOOPBACK + port(LinkName.toStream(process));
    }

    /** The store's address for a process. */
    public URI store(String process) {
        return URI.create("http://" + LOOPBACK + port(LinkName.toStore(process)));
    }

    private int port(String link) {
        return Objects.requireNonNull(addresses.get(link), link).port();
    }

    /** Closes all connections, after which the taps have nothing to tell any more. */
    @Override
    public void close() {
        loops.close();
        taps.stop();
    }
}
