package dev.causality.faults.sim.world;

import dev.causality.faults.sim.world.WorldSettings.Span;
import dev.causality.kernel.Randomness;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * The way of one process to one server, with what is wrong with it at the moment. It stays when the process is started
 * again. Several faults may be at work at once; each is known by its name, under which it ends.
 */
final class Link {

    private final String name;
    private final String process;
    private final Span latency;
    private final Randomness random;
    private final TreeMap<String, Trouble> troubles = new TreeMap<>();
    private final SequencedSet<Connection> connections = new LinkedHashSet<>();

    Link(String name, String process, Span latency, Randomness random) {
        this.name = name;
        this.process = process;
        this.latency = latency;
        this.random = random;
    }

    /** What is wrong. Up is from the process to the server. */
    record Trouble(boolean down, boolean silentUp, boolean silentDown, Span addedUp, Span addedDown) {

        static final Span NONE = Span.ofMicros(0, 0);
        static final Trouble DOWN = new Trouble(true, false, false, NONE, NONE);

        static Trouble silent(boolean up, boolean down) {
            return new Trouble(false, up, down, NONE, NONE);
        }

        static Trouble slow(Span up, Span down) {
            return new Trouble(false, false, false, up, down);
        }
    }

    /** An open connection over this link. */
    interface Connection {

        /** Both ends learn that it is gone; what is under way is lost. */
        void cut();
    }

    String name() {
        return name;
    }

    String process() {
        return process;
    }

    void begin(String fault, Trouble trouble) {
        troubles.put(fault, trouble);
        if (trouble.down()) {
            cutAll();
        }
    }

    void end(String fault) {
        troubles.remove(fault);
    }

    void opened(Connection connection) {
        connections.add(connection);
    }

    void closed(Connection connection) {
        connections.remove(connection);
    }

    void cutAll() {
        List<Connection> all = List.copyOf(connections);
        connections.clear();
        all.forEach(Connection::cut);
    }

    boolean down() {
        return troubles.values().stream().anyMatch(Trouble::down);
    }

    boolean silentUp() {
        return troubles.values().stream().anyMatch(Trouble::silentUp);
    }

    boolean silentDown() {
        return troubles.values().stream().anyMatch(Trouble::silentDown);
    }

    long latencyUp() {
        return latency(true);
    }

    long latencyDown() {
        return latency(false);
    }

    private long latency(boolean up) {
        long nanos = draw(latency);
        for (Trouble trouble : troubles.values()) {
            nanos += draw(up ? trouble.addedUp() : trouble.addedDown());
        }
        return nanos;
    }

    private long draw(Span span) {
        return Draws.from(span, random);
    }
}
