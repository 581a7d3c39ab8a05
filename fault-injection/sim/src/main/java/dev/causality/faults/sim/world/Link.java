package dev.causality.faults.sim.world;

import dev.causality.faults.sim.world.WorldSettings.Span;
import dev.causality.kernel.Randomness;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

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
    private final TreeMap<String, Consumer<String>> watchers = new TreeMap<>();
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

        /** Nothing has come over it for long: the process gives it up. */
        default void silent() {}
    }

    String name() {
        return name;
    }

    String process() {
        return process;
    }

    void begin(String fault, Trouble trouble) {
        troubles.put(fault, trouble);
        if (trouble.down() && cutAll()) {
            sign(fault, "a connection was cut");
        }
    }

    /** @return whether it was at work here */
    boolean end(String fault) {
        watchers.remove(fault);
        return troubles.remove(fault) != null;
    }

    /** Tells {@code watcher} whenever the fault makes a difference. */
    void watch(String fault, Consumer<String> watcher) {
        watchers.put(fault, watcher);
    }

    void opened(Connection connection) {
        connections.add(connection);
    }

    void closed(Connection connection) {
        connections.remove(connection);
    }

    /** @return whether there was any connection */
    boolean cutAll() {
        List<Connection> all = List.copyOf(connections);
        connections.clear();
        all.forEach(Connection::cut);
        return !all.isEmpty();
    }

    void silenced() {
        List.copyOf(connections).forEach(Connection::silent);
    }

    boolean down() {
        return any(Trouble::down, "a connection was refused");
    }

    boolean silentUp() {
        return any(Trouble::silentUp, "something did not get to the server");
    }

    boolean silentDown() {
        return any(Trouble::silentDown, "something did not get to the process");
    }

    private boolean any(Predicate<Trouble> kind, String evidence) {
        boolean found = false;
        for (Map.Entry<String, Trouble> entry : troubles.entrySet()) {
            if (kind.test(entry.getValue())) {
                found = true;
                sign(entry.getKey(), evidence);
            }
        }
        return found;
    }

    private void sign(String fault, String evidence) {
        Consumer<String> watcher = watchers.get(fault);
        if (watcher != null) {
            watcher.accept(evidence);
        }
    }

    long latencyUp() {
        return latency(true);
    }

    long latencyDown() {
        return latency(false);
    }

    private long latency(boolean up) {
        long nanos = draw(latency);
        for (Map.Entry<String, Trouble> entry : troubles.entrySet()) {
            Span added = up ? entry.getValue().addedUp() : entry.getValue().addedDown();
            if (!added.equals(Trouble.NONE)) {
                nanos += draw(added);
                sign(entry.getKey(), "something was slow");
            }
        }
        return nanos;
    }

    private long draw(Span span) {
        return Draws.from(span, random);
    }
}
