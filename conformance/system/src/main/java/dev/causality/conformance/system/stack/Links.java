package dev.causality.conformance.system.stack;

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
    private static final String NATS = "nats";
    private static final String S3 = "s3";

    private final EventLoops loops = EventLoops.start(1);
    private final Map<String, HostPort> addresses = new LinkedHashMap<>();
    private final Map<String, ActiveFaults> faults = new LinkedHashMap<>();
    private final Wire wire = new Wire();
    private final Applications applications = new Applications();
    private final Taps taps;

    private Links(Taps taps) {
        this.taps = taps;
    }

    /** Opens a way to the stream for each of the processes, and one to the store for each of the sinks. */
    public static Links open(Stack stack, List<String> processes, List<String> sinks, Taps taps) throws IOException {
        Links links = new Links(taps);
        try {
            URI stream = URI.create(stack.natsUrl());
            for (String process : processes) {
                links.open(process, stream, new NatsSupport(_ -> taps.nats(process)));
            }
            for (String sink : sinks) {
                links.open(sink, stack.store().endpoint(), new HttpSupport(S3, _ -> taps.s3(sink)));
            }
            return links;
        } catch (IOException | RuntimeException e) {
            links.close();
            throw e;
        }
    }

    private void open(String process, URI server, ProtocolSupport protocol) throws IOException {
        String name = name(process, protocol.protocol());
        ActiveFaults active = new ActiveFaults();
        Listener listener = new Listener(loops, name);
        listener.setStages(List.of(protocol.stages(name, active, wire, applications)));
        String address = listener.open(
                HostPort.parse(LOOPBACK + LoopbackPorts.next()), new HostPort(server.getHost(), server.getPort()));
        addresses.put(name, HostPort.parse(address));
        faults.put(name, active);
    }

    /** The faults that are in force between a process and the stream. */
    public ActiveFaults toStream(String process) {
        return faults(process, NATS);
    }

    /** The faults that are in force between a sink and the store. */
    public ActiveFaults toStore(String process) {
        return faults(process, S3);
    }

    private ActiveFaults faults(String process, String protocol) {
        return Objects.requireNonNull(faults.get(name(process, protocol)), process);
    }

    /** What all links show. */
    public Wire wire() {
        return wire;
    }

    /** What was done to what passed. */
    public Applications applications() {
        return applications;
    }

    /** The name of the link from a process to the stream, as the wire calls it. */
    public static String streamLink(String process) {
        return name(process, NATS);
    }

    private static String name(String process, String protocol) {
        return process + "-" + protocol;
    }

    /** The stream's address for a process. */
    public String natsUrl(String process) {
        return "nats://" + LOOPBACK + port(process, NATS);
    }

    /** The store's address for a process. */
    public URI store(String process) {
        return URI.create("http://" + LOOPBACK + port(process, S3));
    }

    private int port(String process, String protocol) {
        return Objects.requireNonNull(addresses.get(name(process, protocol)), process)
                .port();
    }

    /** Closes all connections, after which the taps have nothing to tell any more. */
    @Override
    public void close() {
        loops.close();
        taps.stop();
    }
}
