package dev.causality.faults.sim.world;

import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.Timer;
import dev.causality.faults.sim.world.jetstream.StreamServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The message server in simulated time: calls it when its timers are due, and knows who is connected. */
final class StreamHost {

    private final Simulation simulation;
    private final StreamServer server;
    private final WorldObserver observer;
    private final List<Session> sessions = new ArrayList<>();
    private @Nullable Timer timer;
    private long timerAt = StreamServer.NEVER;

    StreamHost(Simulation simulation, StreamServer server, WorldObserver observer) {
        this.simulation = simulation;
        this.server = server;
        this.observer = observer;
        schedule();
    }

    StreamServer server() {
        return server;
    }

    long nanos() {
        return simulation.nanos();
    }

    /** Asks the server something, now. */
    <T> T with(Function<StreamServer, T> question) {
        server.run(simulation.nanos());
        T answer = question.apply(server);
        schedule();
        return answer;
    }

    void connected(Session session) {
        sessions.removeIf(old -> !old.alive() && !old.listening());
        sessions.add(session);
    }

    void stop(StreamServer.Stop how) {
        if (!server.running()) {
            return;
        }
        observer.streamServer(false);
        if (how == StreamServer.Stop.POWER_CUT) {
            server.unsynced().forEach(observer::powerCut);
        }
        server.stop(how, simulation.nanos());
        schedule();
        List<Session> all = List.copyOf(sessions);
        sessions.clear();
        all.forEach(Session::cut);
    }

    void start() {
        if (!server.running()) {
            server.start(simulation.nanos());
            observer.streamServer(true);
            schedule();
        }
    }

    private void schedule() {
        long next = server.nextTimer();
        if (next == timerAt) {
            return;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        timerAt = next;
        if (next != StreamServer.NEVER) {
            timer = simulation.after(next - simulation.nanos(), "server timer", this::due);
        }
    }

    private void due() {
        timer = null;
        timerAt = StreamServer.NEVER;
        server.run(simulation.nanos());
        schedule();
    }
}
