package dev.causality.conformance.system.stack;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.plan.WirePoint;
import dev.causality.faults.plan.WirePoint.Held;
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
    private final Seed seed;

    private Links(Taps taps, long seed) {
        this.taps = taps;
        this.seed = new Seed(seed);
    }

    /**
     * Opens a way to the stream for each of the processes, and one to the store for each of the sinks.
     *
     * @param seed from which faults on links draw
     */
    public static Links open(Stack stack, List<String> processes, List<String> sinks, Taps taps, long seed)
            throws IOException {
        Links links = new Links(taps, seed);
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

    /** From now on this happens between a process and the store, or else the stream. */
    public void begin(String process, boolean toStore, String name, Fault what) {
        faults(process, toStore).add(name, what, seed.fork(name));
    }

    /** It no longer does. */
    public void end(String process, boolean toStore, String name) {
        faults(process, toStore).remove(name);
    }

    private ActiveFaults faults(String process, boolean toStore) {
        return Objects.requireNonNull(faults.get(name(process, toStore ? S3 : NATS)), process);
    }

    /** What was done to what passed. */
    public Applications applications() {
        return applications;
    }

    /**
     * Waits for the first acknowledgement of a process after the store has confirmed one of its PUTs, and holds it.
     *
     * @return to be dropped when the process is dead
     */
    public HeldAck holdAckAfterPut(String process) {
        HeldAck held = new HeldAck();
        WirePoint confirmed = WirePoint.first(Moment.PUT_CONFIRMED).on(name(process, S3));
        WirePoint ack = WirePoint.first(Moment.ACK).on(name(process, NATS)).held(Held.HOLD_THEN_DROP);
        wire.when(confirmed, _ -> wire.when(ack, held::holds));
        return held;
    }

    /** Nobody waits for anything on the wire any more. */
    public void forget() {
        wire.forget();
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
