package dev.causality.faults.proxy.engine;

import dev.causality.faults.plan.Direction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client, a server and what stands between them. Belongs to one loop.
 *
 * <p>An end of one side is passed on as an end, and the other direction goes on; when both have ended it is closed. A reset
 * of one side is passed on as a reset. Nothing is read from either side before the server is connected.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    /** A stage closed the connection, and this long the receiver may take to accept the last bytes. */
    private static final long CLOSE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final EventLoop loop;
    private final Listener listener;
    private final ConnectionInfo info;
    private final Endpoint client;
    private final Endpoint server;
    private final Lane upstream;
    private final Lane downstream;
    private final LinkedHashMap<String, Installed> installed = new LinkedHashMap<>();
    private EventLoop.@Nullable Alarm grace;
    private boolean connected;
    private boolean closed;

    Connection(EventLoop loop, Listener listener, ConnectionInfo info, SocketChannel client, SocketChannel server)
            throws IOException {
        this.loop = loop;
        this.listener = listener;
        this.info = info;
        this.client = new Endpoint(this, client, loop);
        this.server = new Endpoint(this, server, loop);
        this.upstream =
                new Lane(this, Direction.UPSTREAM, this.client, this.server, listener.traffic(Direction.UPSTREAM));
        this.downstream =
                new Lane(this, Direction.DOWNSTREAM, this.server, this.client, listener.traffic(Direction.DOWNSTREAM));
    }

    /** What a factory put into the two lanes. */
    private record Installed(
            StageFactory factory,
            StagePair pair,
            @Nullable Step upstream,
            @Nullable Step downstream) {}

    EventLoop loop() {
        return loop;
    }

    Listener listener() {
        return listener;
    }

    ConnectionInfo info() {
        return info;
    }

    boolean isConnected() {
        return connected;
    }

    boolean isClosed() {
        return closed;
    }

    Lane lane(Direction direction) {
        return direction == Direction.UPSTREAM ? upstream : downstream;
    }

    List<String> stageNames() {
        return installed.entrySet().stream()
                .filter(each -> !each.getValue().pair().equals(StagePair.NONE))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Begins to connect to the server. */
    void connect(InetSocketAddress address) {
        guarded(() -> {
            if (!server.isOpen()) {
                return;
            }
            try {
                if (server.channel().connect(address)) {
                    connectedNow();
                } else {
                    server.want(SelectionKey.OP_CONNECT, true);
                }
            } catch (IOException e) {
                unreachable(e);
            }
        });
    }

    private void connectedNow() {
        connected = true;
        server.want(SelectionKey.OP_CONNECT, false);
        try {
            upstream.flush();
            downstream.flush();
        } catch (IOException e) {
            close(true);
        }
    }

    /** The server cannot be reached: the client is told by an end, as Toxiproxy does it. */
    void unreachable(Exception reason) {
        LOG.atDebug().setCause(reason).addKeyValue("proxy", info.proxy()).log("server unreachable");
        listener.connectFailed();
        close(false);
    }

    void ready(Endpoint endpoint, int operations) {
        guarded(() -> {
            try {
                if ((operations & SelectionKey.OP_CONNECT) != 0) {
                    finishConnect();
                }
                if ((operations & SelectionKey.OP_WRITE) != 0 && endpoint.isOpen()) {
                    (endpoint == server ? upstream : downstream).flush();
                }
                if ((operations & SelectionKey.OP_READ) != 0 && endpoint.isOpen()) {
                    (endpoint == client ? upstream : downstream).read();
                }
            } catch (IOException e) {
                failed(endpoint);
            }
        });
    }

    private void finishConnect() {
        try {
            if (server.channel().finishConnect()) {
                connectedNow();
            }
        } catch (IOException e) {
            unreachable(e);
        }
    }

    /** A socket broke: the other side is reset too, unless the two had been cut apart before. */
    void failed(Endpoint endpoint) {
        LOG.atDebug()
                .addKeyValue("proxy", info.proxy())
                .addKeyValue("side", endpoint == client ? "client" : "server")
                .log("connection reset");
        close(true);
    }

    /** Runs what concerns this connection; a defect in a stage resets it and leaves the others alone. */
    void guarded(Runnable action) {
        if (closed) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("proxy", info.proxy()).log("a stage failed: connection reset");
            close(true);
        }
    }

    /** One direction has told its receiver that it ended. */
    void laneFinished(boolean closesAll) {
        if (closesAll || (upstream.isFinished() && downstream.isFinished()) || isCutAndFinished()) {
            close(false);
        }
    }

    private boolean isCutAndFinished() {
        return (!server.isOpen() && upstream.isFinished()) || (!client.isOpen() && downstream.isFinished());
    }

    /** Closes one side only. What the other sends is read and vanishes, also if the server was never reached. */
    void cut(Endpoint endpoint, boolean reset) {
        endpoint.close(reset);
        connected |= endpoint == server;
        upstream.updateInterest();
        downstream.updateInterest();
        if (!client.isOpen() && !server.isOpen()) {
            close(false);
        }
    }

    /** A stage has ordered the end: it comes, also when the receiver takes nothing more. */
    void giveTimeToClose() {
        if (grace == null && !closed) {
            grace = loop.alarm(System.nanoTime() + CLOSE_GRACE_NANOS, () -> close(true));
        }
    }

    /** Closes both sides. */
    void close(boolean reset) {
        if (closed) {
            return;
        }
        closed = true;
        client.close(reset);
        server.close(reset);
        if (grace != null) {
            loop.cancel(grace);
        }
        installed.values().forEach(Connection::closeSteps);
        installed.values().forEach(each -> each.factory().closed(info));
        installed.clear();
        loop.connections().remove(this);
    }

    /** The process ends. */
    void abandon() {
        close(true);
    }

    private static void closeSteps(Installed each) {
        if (each.upstream() != null) {
            each.upstream().closed();
        }
        if (each.downstream() != null) {
            each.downstream().closed();
        }
    }

    /**
     * Makes the stages those of {@code factories}, in their order but for those at the server. Stages whose factory stays are
     * left alone.
     */
    void install(List<StageFactory> factories) {
        guarded(() -> {
            LinkedHashMap<String, Installed> before = new LinkedHashMap<>(installed);
            installed.clear();
            for (StageFactory factory : factories) {
                Installed old = before.get(factory.name());
                if (old != null && old.factory().equals(factory)) {
                    installed.put(factory.name(), old);
                } else {
                    StagePair pair = old == null ? factory.open(info) : factory.reopen(info, old.pair());
                    installed.put(factory.name(), installed(factory, pair));
                }
            }
            relink(upstream);
            relink(downstream);
        });
    }

    private Installed installed(StageFactory factory, StagePair pair) {
        Step up = pair.upstream() == null ? null : new Step(upstream, factory.name(), pair.upstream());
        Step down = pair.downstream() == null ? null : new Step(downstream, factory.name(), pair.downstream());
        if (up != null) {
            up.setCounterpart(down);
        }
        if (down != null) {
            down.setCounterpart(up);
        }
        return new Installed(factory, pair, up, down);
    }

    private void relink(Lane lane) {
        List<Step> atServer = steps(lane, true);
        List<Step> steps = steps(lane, false);
        steps.addAll(lane == upstream ? steps.size() : 0, atServer);
        Chain.relink(lane, steps, installed.keySet());
    }

    private List<Step> steps(Lane lane, boolean atServer) {
        List<Step> steps = new ArrayList<>();
        for (Installed each : installed.values()) {
            Step step = lane == upstream ? each.upstream() : each.downstream();
            if (step != null && each.factory().standsAtServer() == atServer) {
                steps.add(step);
            }
        }
        return steps;
    }
}
