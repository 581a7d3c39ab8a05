package dev.causality.faults.sim.world;

import dev.causality.faults.sim.Signal;
import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.StoreReply.End;
import dev.causality.kernel.Deadline;
import dev.causality.ports.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process' way to the object store. Each request has a connection of its own; what was sent is carried out whatever
 * becomes of the process.
 */
final class SimStore implements ObjectStore {

    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final String WRITTEN = "written";

    private final SimKernel kernel;
    private final Simulation simulation;
    private final StoreHost host;
    private final Link link;
    private final Interference interference;
    private final WorldObserver observer;

    SimStore(SimKernel kernel, StoreHost host, Link link, Interference interference, WorldObserver observer) {
        this.kernel = kernel;
        this.simulation = kernel.simulation();
        this.host = host;
        this.link = link;
        this.interference = interference;
        this.observer = observer;
    }

    @Override
    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
        return put(object, true, deadline);
    }

    @Override
    public PutOutcome put(NewObject object, Deadline deadline) {
        return put(object, false, deadline);
    }

    private PutOutcome put(NewObject object, boolean onlyIfAbsent, Deadline deadline) {
        kernel.point("put");
        if (deadline.passed(kernel)) {
            return new PutOutcome.Refused(StoreFailure.TIMEOUT, "the deadline had passed before it was sent");
        }
        String put = host.nextName();
        StoreRequest request = new StoreRequest("PUT", object.key(), onlyIfAbsent, object.body().length);
        observer.putRequested(link.process(), put, object, onlyIfAbsent);
        StoreReply<String> reply = request(request, deadline, () -> {
            boolean written = host.server().put(object, onlyIfAbsent);
            observer.putCarriedOut(put, object.key(), written);
            return written ? StoreReply.of(WRITTEN) : StoreReply.error(412, "PreconditionFailed");
        });
        observer.putAnswered(link.process(), put, reply.status());
        kernel.point("put answered");
        return reply.put(onlyIfAbsent);
    }

    @Override
    public StoreAnswer<Optional<ObjectHead>> head(String key, Deadline deadline) {
        return read(
                "HEAD",
                key,
                deadline,
                () -> host.server().get(key).map(object -> new ObjectHead(object.body().length, object.metadata())));
    }

    @Override
    public StoreAnswer<Optional<StoredObject>> get(String key, Deadline deadline) {
        return read("GET", key, deadline, () -> host.server().get(key));
    }

    @Override
    public StoreAnswer<List<String>> list(String prefix, String startAfter, int limit, Deadline deadline) {
        return read("GET", prefix, deadline, () -> host.server().list(prefix, startAfter, limit));
    }

    private <T> StoreAnswer<T> read(String method, String key, Deadline deadline, Supplier<T> found) {
        kernel.point("read object");
        StoreReply<T> reply =
                request(new StoreRequest(method, key, false, 0), deadline, () -> StoreReply.of(found.get()));
        kernel.point("read answered");
        return reply.read();
    }

    /** What a request does at the server. */
    private interface Work<T> {
        StoreReply<T> carryOut();
    }

    /** A request under way: its end, once it has come to the process. */
    private static final class Exchange<T> implements Link.Connection {

        private final Signal signal;
        private @Nullable StoreReply<T> end;

        Exchange(Signal signal) {
            this.signal = signal;
        }

        void end(StoreReply<T> reply) {
            if (end == null) {
                end = reply;
                signal.wakeAll();
            }
        }

        @Override
        public void cut() {
            end(StoreReply.without(End.BROKEN));
        }
    }

    private <T> StoreReply<T> request(StoreRequest request, Deadline deadline, Work<T> atServer) {
        Exchange<T> exchange = new Exchange<>(simulation.signal(request));
        link.opened(exchange);
        send(request, exchange, atServer);
        interference.passed();
        Deadline limit = deadline.earlier(kernel.deadlineIn(ATTEMPT));
        long until = kernel.simulated(limit);
        boolean inTime = true;
        while (exchange.end == null && inTime) {
            inTime = exchange.signal.await("object store", until);
        }
        link.closed(exchange);
        exchange.end(StoreReply.without(End.TIMED_OUT));
        StoreReply<T> end = exchange.end;
        return end == null ? StoreReply.without(End.TIMED_OUT) : end;
    }

    private <T> void send(StoreRequest request, Exchange<T> exchange, Work<T> atServer) {
        if (link.down() || !host.server().running()) {
            after(link.latencyUp(), () -> exchange.end(StoreReply.without(End.NOT_CONNECTED)));
            return;
        }
        StoreFate fate = interference.request(link.name(), request);
        long way = link.latencyUp();
        switch (fate) {
            case StoreFate.Serve(long before, long after) ->
                arrive(way + before, () -> respond(request, exchange, after, atServer.carryOut()));
            case StoreFate.Answer(int status, String code) ->
                after(way, () -> respond(request, exchange, 0, StoreReply.error(status, code)));
            case StoreFate.Drop _ -> after(way, exchange::cut);
            case StoreFate.LoseResponse(boolean silently) ->
                arrive(way, () -> {
                    atServer.carryOut();
                    if (!silently) {
                        after(link.latencyDown(), exchange::cut);
                    }
                });
            case StoreFate.Replace(int status, String code) ->
                arrive(way, () -> {
                    atServer.carryOut();
                    respond(request, exchange, 0, StoreReply.error(status, code));
                });
            case StoreFate.Late(long nanos) -> {
                after(way + link.latencyDown(), exchange::cut);
                arrive(way + nanos, atServer::carryOut);
            }
        }
    }

    /** At the server, if the way there is open and it runs when the request has come and been worked on. */
    private void arrive(long nanos, Runnable atServer) {
        if (link.silentUp()) {
            return;
        }
        after(nanos + host.workNanos(), () -> {
            if (host.server().running()) {
                atServer.run();
            }
        });
    }

    private <T> void respond(StoreRequest request, Exchange<T> exchange, long delay, StoreReply<T> reply) {
        if (link.silentDown()) {
            return;
        }
        after(delay + link.latencyDown(), () -> {
            boolean heard = kernel.alive() && exchange.end == null;
            Fate fate = heard ? interference.response(link.name(), request, reply.status()) : Fate.PASS;
            exchange.end(fate.equals(Fate.PASS) ? reply : StoreReply.without(End.BROKEN));
            interference.passed();
        });
    }

    private void after(long nanos, Runnable action) {
        simulation.after(nanos, "object store", action);
    }
}
