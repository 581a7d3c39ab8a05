package dev.causality.faults.proxy.engine;

import dev.causality.faults.plan.Direction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: from the sender's socket through the stages to the receiver's. It keeps at most what one
 * read brought plus what stages let go, because it reads only while nothing waits to be written.
 */
final class Lane {
    /** A sender that always has more is left for the others after so many full buffers. */
    private static final int READS_PER_TURN = 4;

    private final Connection connection;
    private final Direction direction;
    private final Endpoint source;
    private final Endpoint sink;
    private final LongAdder receivedTotal;
    private final LongAdder sentTotal;
    private final ArrayDeque<ByteBuffer> pending = new ArrayDeque<>();
    private @Nullable Step first;
    private int holds;
    private long received;
    private long sent;
    private boolean sourceEnded;
    private boolean endReached;
    private boolean endSent;
    private boolean closesAtEnd;

    Lane(Connection connection, Direction direction, Endpoint source, Endpoint sink, Traffic traffic) {
        this.connection = connection;
        this.direction = direction;
        this.source = source;
        this.sink = sink;
        this.receivedTotal = traffic.received();
        this.sentTotal = traffic.sent();
    }

    Connection connection() {
        return connection;
    }

    Direction direction() {
        return direction;
    }

    Endpoint source() {
        return source;
    }

    Endpoint sink() {
        return sink;
    }

    @Nullable
    Step first() {
        return first;
    }

    void setFirst(@Nullable Step step) {
        first = step;
    }

    long received() {
        return received;
    }

    long sent() {
        return sent;
    }

    boolean isFinished() {
        return endSent;
    }

    /** The sender's socket has something: read it, and let it run through the stages. */
    void read() throws IOException {
        ByteBuffer buffer = connection.loop().buffer();
        for (int i = 0; i < READS_PER_TURN && mayRead(); i++) {
            buffer.clear();
            int count = source.channel().read(buffer);
            if (count < 0) {
                sourceEnded = true;
                updateInterest();
                deliverEnd(first);
                return;
            }
            if (count == 0) {
                return;
            }
            received += count;
            receivedTotal.add(count);
            buffer.flip();
            deliver(buffer, first);
            if (count < buffer.capacity()) {
                return;
            }
        }
    }

    /** Gives bytes to a step, or behind the last one to the receiver. */
    void deliver(ByteBuffer bytes, @Nullable Step step) {
        if (step == null) {
            write(bytes);
        } else {
            step.receive(bytes);
        }
    }

    void deliverEnd(@Nullable Step step) {
        if (step == null) {
            endReached = true;
            finishIfWritten();
        } else {
            step.receiveEnd();
        }
    }

    private void write(ByteBuffer bytes) {
        if (endReached || !sink.isOpen()) {
            bytes.position(bytes.limit());
            return;
        }
        int length = bytes.remaining();
        sent += length;
        sentTotal.add(length);
        try {
            if (pending.isEmpty() && connection.isConnected()) {
                sink.channel().write(bytes);
            }
        } catch (IOException e) {
            connection.failed(sink);
            return;
        }
        if (bytes.hasRemaining()) {
            pending.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
            sink.want(SelectionKey.OP_WRITE, connection.isConnected());
            updateInterest();
        }
    }

    /** The receiver's socket has room: write what waits. */
    void flush() throws IOException {
        while (!pending.isEmpty()) {
            ByteBuffer oldest = pending.peek();
            sink.channel().write(oldest);
            if (oldest.hasRemaining()) {
                sink.want(SelectionKey.OP_WRITE, true);
                return;
            }
            pending.remove();
        }
        sink.want(SelectionKey.OP_WRITE, false);
        updateInterest();
        finishIfWritten();
    }

    private void finishIfWritten() {
        if (!sink.isOpen()) {
            pending.clear();
        }
        if (!endReached || endSent || !pending.isEmpty()) {
            return;
        }
        if (!connection.isConnected()) {
            if (closesAtEnd) {
                connection.close(false);
            }
            return;
        }
        endSent = true;
        try {
            if (sink.isOpen()) {
                sink.channel().shutdownOutput();
            }
        } catch (IOException e) {
            connection.failed(sink);
            return;
        }
        connection.laneFinished(closesAtEnd);
    }

    void closeAtEnd() {
        closesAtEnd = true;
    }

    void hold(boolean more) {
        holds += more ? 1 : -1;
        updateInterest();
    }

    private boolean mayRead() {
        return connection.isConnected()
                && source.isOpen()
                && !sourceEnded
                && holds == 0
                && (pending.isEmpty() || !sink.isOpen());
    }

    void updateInterest() {
        source.want(SelectionKey.OP_READ, mayRead());
    }
}
