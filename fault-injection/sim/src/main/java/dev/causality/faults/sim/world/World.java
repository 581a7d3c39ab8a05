package dev.causality.faults.sim.world;

import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.jetstream.StreamServer;
import dev.causality.faults.sim.world.jetstream.StreamServer.Stop;
import dev.causality.faults.sim.world.jetstream.StreamSettings;
import dev.causality.kernel.Randomness;
import dev.causality.ports.EventStreams;
import dev.causality.ports.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The servers of one simulation, and the ways to them. A process that starts asks for its ports with its new kernel; the
 * connections of an earlier life end with that life. Links are named {@code <process>-nats} and {@code <process>-s3}.
 */
public final class World {

    private static final String NATS = "-nats";
    private static final String S3 = "-s3";

    /** After what time a client that gets no answer at all takes its connection for lost: three pings of two seconds. */
    private static final long SILENCE_NANOS = 6_000_000_000L;

    private final Simulation simulation;
    private final WorldSettings settings;
    private final WorldObserver observer;
    private final Interferences interferences = new Interferences();
    private final StreamHost streams;
    private final StoreHost store;
    private final List<Consumer<Link>> linkListeners = new ArrayList<>();
    private final TreeMap<String, Link> links = new TreeMap<>();
    private final TreeMap<String, StreamSettings> deleted = new TreeMap<>();

    public World(Simulation simulation, WorldSettings settings, WorldObserver observer) {
        this.simulation = simulation;
        this.settings = settings;
        this.observer = observer;
        Randomness restarts = simulation.random("restarts");
        StreamServer server = new StreamServer(
                simulation.now().minusNanos(simulation.nanos()), settings.server(), () -> restarts.nextInt(2) == 0);
        this.streams = new StreamHost(simulation, server, observer);
        this.store = new StoreHost(simulation, new ObjectServer(settings.conditionalPut()), settings.storeWork());
    }

    /** Connects a process to the message server; the connection ends with the process. */
    public EventStreams streams(SimKernel process) {
        Link link = link(process.process().name() + NATS);
        return new SimStreams(new Client(process, streams, link, interferences), interferences, observer);
    }

    /** The object store, as a process reaches it. */
    public ObjectStore objects(SimKernel process) {
        return new SimStore(process, store, link(process.process().name() + S3), interferences, observer);
    }

    /** Lets somebody see every message and decide what becomes of it, after those who came before. */
    public void interfere(Interference interference) {
        interferences.add(interference);
    }

    /** The message server's own view; to be read, not to be changed. */
    public StreamServer streamServer() {
        return streams.server();
    }

    /** The object store's own view. */
    public ObjectServer objectServer() {
        return store.server();
    }

    /** Ends the message server; every connection to it is lost. */
    public void stopStreams(Stop how) {
        streams.stop(how);
    }

    /** Starts it again with what it had written. */
    public void startStreams() {
        streams.start();
    }

    /**
     * Deletes a stream with its consumers, behind everybody's back.
     *
     * @return whether it was there
     */
    public boolean deleteStream(String name) {
        return streams.with(server -> {
            Optional<StreamSettings> found = server.running() ? server.streamSettings(name) : Optional.empty();
            found.ifPresent(settings -> {
                deleted.put(name, settings);
                server.deleteStream(name, simulation.nanos());
                observer.streamDeleted(name);
            });
            return found.isPresent();
        });
    }

    /** Makes a deleted stream again by the settings that it had, unless somebody has. */
    public void recreateStream(String name) {
        StreamSettings settings = deleted.remove(name);
        if (settings != null) {
            streams.with(server -> server.running() && server.createStream(settings, simulation.nanos()));
        }
    }

    /** Deletes a consumer, behind everybody's back. */
    public void deleteConsumer(String stream, String name) {
        streams.with(server -> {
            server.deleteConsumer(stream, name, simulation.nanos());
            return true;
        });
    }

    /** The object store refuses connections, or takes them again. Requests that are under way are broken off. */
    public void setStoreRunning(boolean running) {
        store.server().setRunning(running);
        if (!running) {
            links().stream().filter(link -> link.name().endsWith(S3)).forEach(World::cut);
        }
    }

    /** The link with this name, made when it is first asked for. */
    Link link(String name) {
        Link known = links.get(name);
        if (known != null) {
            return known;
        }
        boolean nats = name.endsWith(NATS);
        String process = name.substring(0, name.lastIndexOf('-'));
        Randomness random = simulation.random("latency of " + name);
        Link made = new Link(name, process, nats ? settings.messages() : settings.store(), random);
        links.put(name, made);
        linkListeners.forEach(listener -> listener.accept(made));
        return made;
    }

    /** All links so far, by name. */
    List<Link> links() {
        return List.copyOf(links.values());
    }

    /** Tells of each new link. */
    void onLink(Consumer<Link> listener) {
        linkListeners.add(listener);
    }

    /** Something is wrong with a link until it ends; silence is noticed after a while. */
    void begin(Link link, String fault, Link.Trouble trouble) {
        link.begin(fault, trouble);
        if (trouble.silentUp() || trouble.silentDown()) {
            simulation.after(SILENCE_NANOS, "silence", () -> {
                if (link.silentUp() || link.silentDown()) {
                    link.silenced();
                }
            });
        }
    }

    private static void cut(Link link) {
        link.cutAll();
    }
}
