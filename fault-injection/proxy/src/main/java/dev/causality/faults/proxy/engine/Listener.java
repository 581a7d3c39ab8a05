package dev.causality.faults.proxy.engine;

import dev.causality.faults.plan.Direction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections for a server and sets up what stands in between. May be opened and closed again and again: counters
 * and connection numbers go on. Opening, closing and changing stages are for one thread at a time; reading is for any.
 */
public final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;
    private static final int ACCEPTS_PER_TURN = 64;
    /** After a failure to accept, for want of file descriptors mostly: trying at once would spin. */
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventLoops loops;
    private final String name;
    private final Traffic upstreamTraffic = new Traffic();
    private final Traffic downstreamTraffic = new Traffic();
    private final LongAdder connectFailures = new LongAdder();
    private volatile List<StageFactory> factories = List.of();
    private volatile @Nullable Opened opened;
    private long accepted;

    /** @param name what connections say they belong to */
    public Listener(EventLoops loops, String name) {
        this.loops = loops;
        this.name = name;
    }

    /** One time of being open. */
    private final class Opened implements EventLoop.Ready {
        private final EventLoop loop;
        private final ServerSocketChannel channel;
        private final HostPort server;

        Opened(EventLoop loop, ServerSocketChannel channel, HostPort server) {
            this.loop = loop;
            this.channel = channel;
            this.server = server;
        }

        @Override
        public void ready(SelectionKey key) {
            try {
                for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
                    SocketChannel client = channel.accept();
                    if (client == null) {
                        return;
                    }
                    admitSafely(client, this);
                }
            } catch (IOException e) {
                LOG.atWarn().setCause(e).addKeyValue("proxy", name).log("cannot accept");
                key.interestOps(0);
                loop.alarm(System.nanoTime() + ACCEPT_PAUSE_NANOS, () -> resume(key));
            }
        }

        private void resume(SelectionKey key) {
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        }
    }

    /**
     * Begins to listen.
     *
     * @return the address that it listens on, with the port that the system chose where none was asked for
     * @throws IOException when it cannot
     */
    public String open(HostPort listen, HostPort server) throws IOException {
        if (opened != null) {
            throw new IllegalStateException(name + " is open");
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(listen.resolve(), BACKLOG);
            channel.configureBlocking(false);
            Opened now = new Opened(loops.next(), channel, server);
            opened = now;
            EventLoops.on(now.loop, loop -> register(loop, now));
            return HostPort.bound((InetSocketAddress) channel.getLocalAddress());
        } catch (IOException | RuntimeException e) {
            opened = null;
            channel.close();
            throw e;
        }
    }

    private static SelectionKey register(EventLoop loop, Opened opened) {
        try {
            return opened.channel.register(loop.selector(), SelectionKey.OP_ACCEPT, opened);
        } catch (IOException e) {
            throw new IllegalStateException("cannot wait for connections", e);
        }
    }

    /** Whether it listens. */
    public boolean isOpen() {
        return opened != null;
    }

    /** Stops listening and closes every connection. When it returns the port is free. */
    public void close() {
        Opened last = opened;
        if (last == null) {
            return;
        }
        opened = null;
        EventLoops.on(last.loop, loop -> {
            closeQuietly(last.channel);
            loop.deregisterClosed();
            return true;
        });
        onConnections(connection -> connection.close(false));
    }

    /**
     * Replaces the factories, for connections to come and for those there are. When it returns, every connection has the
     * new stages. A factory equal to one that was there before keeps its stages; one that has only its name
     * replaces it.
     *
     * @param now in the order in which bytes pass them, in both directions
     */
    public void setStages(List<? extends StageFactory> now) {
        factories = List.copyOf(now);
        onConnections(connection -> connection.install(factories));
    }

    /** The connections, by number. */
    public List<ConnectionView> connections() {
        return loops
                .onEach(loop -> loop.connections().stream()
                        .filter(connection -> connection.listener() == this)
                        .map(Listener::view)
                        .toList())
                .stream()
                .flatMap(Collection::stream)
                .sorted(Comparator.comparingLong(view -> view.info().number()))
                .toList();
    }

    /** Bytes ever received from the sender of this direction. */
    public long receivedBytes(Direction direction) {
        return traffic(direction).received().sum();
    }

    /** Bytes ever sent to the receiver of this direction. */
    public long sentBytes(Direction direction) {
        return traffic(direction).sent().sum();
    }

    /** How often the server could not be reached. */
    public long connectFailures() {
        return connectFailures.sum();
    }

    Traffic traffic(Direction direction) {
        return direction == Direction.UPSTREAM ? upstreamTraffic : downstreamTraffic;
    }

    void connectFailed() {
        connectFailures.increment();
    }

    private void onConnections(Consumer<Connection> action) {
        loops.onEach(loop -> {
            loop.connections().stream()
                    .filter(connection -> connection.listener() == this)
                    .toList()
                    .forEach(action);
            return true;
        });
    }

    /** What goes wrong with one client is its own loss. */
    private void admitSafely(SocketChannel client, Opened door) {
        try {
            admit(client, door);
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).addKeyValue("proxy", name).log("cannot admit a connection");
            closeQuietly(client);
        }
    }

    private void admit(SocketChannel client, Opened door) throws IOException {
        ConnectionInfo info =
                new ConnectionInfo(name, ++accepted, (InetSocketAddress) client.getRemoteAddress(), System.nanoTime());
        for (StageFactory factory : factories) {
            if (factory.refuses(info)) {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                client.close();
                return;
            }
        }
        EventLoop loop = loops.next();
        loop.execute(() -> begin(loop, client, info, door));
    }

    private void begin(EventLoop loop, SocketChannel client, ConnectionInfo info, Opened door) {
        Connection connection;
        try {
            connection = new Connection(loop, this, info, client, SocketChannel.open());
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("proxy", name).log("cannot serve a connection");
            closeQuietly(client);
            return;
        }
        loop.connections().add(connection);
        if (opened != door) {
            connection.close(false);
            return;
        }
        connection.install(factories);
        if (door.server.needsLookup()) {
            Thread.ofVirtual().name("lookup").start(() -> lookUp(connection, door.server));
        } else {
            lookUp(connection, door.server);
        }
    }

    private static void lookUp(Connection connection, HostPort server) {
        try {
            InetSocketAddress address = server.resolve();
            connection.loop().execute(() -> connection.connect(address));
        } catch (UnknownHostException e) {
            connection.loop().execute(() -> connection.guarded(() -> connection.unreachable(e)));
        }
    }

    private static ConnectionView view(Connection connection) {
        Lane upstream = connection.lane(Direction.UPSTREAM);
        Lane downstream = connection.lane(Direction.DOWNSTREAM);
        long age = System.nanoTime() - connection.info().acceptedNanos();
        return new ConnectionView(
                connection.info(),
                TimeUnit.NANOSECONDS.toMillis(age),
                connection.isConnected(),
                upstream.received(),
                upstream.sent(),
                downstream.received(),
                downstream.sent(),
                connection.stageNames());
    }

    private static void closeQuietly(java.nio.channels.Channel channel) {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // What is closed needs no closing.
        }
    }
}
