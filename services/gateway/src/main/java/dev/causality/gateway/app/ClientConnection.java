package dev.causality.gateway.app;

import dev.causality.gateway.app.ClientConnections.ClientLimits;
import dev.causality.kernel.Kernel;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * A client's connection. Its own thread notes, before it waits for the client, until when it is willing to wait; another
 * thread looks at these notes from time to time, and closes the socket of a connection that has waited for too long.
 */
final class ClientConnection implements ConnectionContext {

    /** What is going on between client and server. */
    private enum Phase {
        /** Between two requests. */
        IDLE,
        /** A request has begun; the limit is for all of its head. */
        HEAD,
        /** The limit is for each piece of the body. */
        BODY
    }

    private static final long NOT_WAITING = Long.MAX_VALUE;

    /** For all that is left of a body that nobody wants, however it comes. */
    private static final Duration DRAIN_TIME = Duration.ofSeconds(2);

    private static final long DRAIN_BYTES = 16L << 20;

    private final Kernel kernel;
    private final ConnectionContext served;
    private final ClientLimits limits;
    private final DataReader reader;
    private final DataWriter writer;
    private Phase phase = Phase.IDLE;
    private long headBy;
    private long bodyBytes;
    private volatile long waitingUntil = NOT_WAITING;

    ClientConnection(Kernel kernel, ConnectionContext served, ClientLimits limits) {
        this.kernel = kernel;
        this.served = served;
        this.limits = limits;
        this.reader = DataReader.create(this::receive);
        this.writer = new WatchedWriter(served.dataWriter());
    }

    /** From here on it is the body that is read. */
    void headComplete() {
        phase = Phase.BODY;
        bodyBytes = reader.available();
    }

    /**
     * Takes in what is left of a body that nobody wants, after its request has been answered: closing the connection on a
     * client that is still sending would destroy the answer that is on its way to it. What comes is forgotten piece by
     * piece, unparsed, for a limited time in all, and no request's place is held meanwhile: anybody can send such bodies,
     * without a key (A7).
     *
     * @param announcedBytes how long the body is
     */
    void drain(long announcedBytes) {
        waitingUntil = in(DRAIN_TIME);
        try {
            reader.skip(reader.available());
            long left = Math.min(announcedBytes - bodyBytes, DRAIN_BYTES);
            while (left > 0) {
                left -= served.dataReader().readBuffer().available();
            }
        } catch (RuntimeException ended) {
            return; // The client has all it wanted and has closed, or the time is over.
        } finally {
            waitingUntil = NOT_WAITING;
        }
    }

    void closeIfOverdue(long now) {
        if (waitingUntil != NOT_WAITING && now - waitingUntil > 0) {
            served.serverSocket().close();
        }
    }

    private byte[] receive() {
        if (reader.available() > limits.unreadBytes()) {
            throw new CloseConnectionException("more than " + limits.unreadBytes() + " bytes wait to be read");
        }
        waitingUntil = phase == Phase.HEAD ? headBy : in(phase == Phase.IDLE ? limits.idle() : limits.body());
        BufferData data;
        try {
            data = served.dataReader().readBuffer();
        } finally {
            waitingUntil = NOT_WAITING;
        }
        if (phase == Phase.IDLE) {
            phase = Phase.HEAD;
            headBy = in(limits.head());
        }
        bodyBytes += data.available();
        return data.readBytes();
    }

    private long in(Duration duration) {
        return kernel.nanoTime() + duration.toNanos();
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return served.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return served.executor();
    }

    @Override
    public Router router() {
        return served.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return served.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return served.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return served.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return served.localPeer();
    }

    @Override
    public boolean isSecure() {
        return served.isSecure();
    }

    @Override
    public String socketId() {
        return served.socketId();
    }

    @Override
    public String childSocketId() {
        return served.childSocketId();
    }

    /** Writes answers, whose readers may be slow too. An answer ends a request. */
    private final class WatchedWriter implements DataWriter {

        private final DataWriter socket;

        WatchedWriter(DataWriter socket) {
            this.socket = socket;
        }

        private void watched(Runnable write) {
            waitingUntil = in(limits.answer());
            try {
                write.run();
            } finally {
                waitingUntil = NOT_WAITING;
            }
        }

        @Override
        public void write(BufferData... buffers) {
            watched(() -> socket.write(buffers));
            phase = Phase.IDLE;
        }

        @Override
        public void write(BufferData buffer) {
            watched(() -> socket.write(buffer));
            phase = Phase.IDLE;
        }

        @Override
        public void writeNow(BufferData... buffers) {
            watched(() -> socket.writeNow(buffers));
        }

        @Override
        public void writeNow(BufferData buffer) {
            watched(() -> socket.writeNow(buffer));
        }

        @Override
        public void flush() {
            watched(socket::flush);
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
