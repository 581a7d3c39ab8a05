package dev.causality.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What a TCP path to the {@link EchoCommand} carries. */
final class Wire {

    private static final int REQUEST_BYTES = 100;
    private static final int PAYLOAD_BYTES = 1024;
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final long HIGHEST_NANOS = 10_000_000_000L;

    private final int port;

    Wire(int port) {
        this.port = port;
    }

    /** Bits a second that one connection carries, of bytes that mean nothing. */
    double throughput(double seconds) throws IOException {
        return throughput(ByteBuffer.allocateDirect(CHUNK_BYTES), seconds);
    }

    /** The same of NATS messages with 1 KiB each, as a publisher sends them. */
    double publishes(double seconds) throws IOException {
        String head = "PUB events.app.user.login " + PAYLOAD_BYTES + "\r\n";
        byte[] frame = (head + "x".repeat(PAYLOAD_BYTES) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int frames = CHUNK_BYTES / frame.length;
        ByteBuffer chunk = ByteBuffer.allocateDirect(frames * frame.length);
        for (int i = 0; i < frames; i++) {
            chunk.put(frame);
        }
        return throughput(chunk, seconds);
    }

    private double throughput(ByteBuffer chunk, double seconds) throws IOException {
        try (SocketChannel channel = open()) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < seconds * 1e9) {
                channel.write(chunk.clear());
            }
            channel.shutdownOutput();
            ByteBuffer total = ByteBuffer.allocate(Long.BYTES);
            readFully(channel, total);
            return total.flip().getLong() * 8e9 / (System.nanoTime() - start);
        }
    }

    /** Round trips of small requests on one connection, by plain blocking calls, in nanoseconds. */
    Histogram roundTrips(double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        Histogram nanos = new Histogram(HIGHEST_NANOS, 3);
        ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_BYTES);
        try (SocketChannel channel = openEcho()) {
            for (long now = System.nanoTime(); now < end; ) {
                channel.write(request.clear());
                readFully(channel, request.clear());
                long answered = System.nanoTime();
                nanos.recordValue(Math.min(answered - now, HIGHEST_NANOS));
                now = answered;
            }
        }
        return nanos;
    }

    /** Round trips of small requests, one at a time on each of so many connections, by one thread that waits for all. */
    Histogram requests(int connections, double seconds) throws IOException {
        Histogram nanos = new Histogram(HIGHEST_NANOS, 3);
        ByteBuffer buffer = ByteBuffer.allocateDirect(REQUEST_BYTES);
        List<SocketChannel> channels = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = openEcho();
                channels.add(channel);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Pending());
                ask(channel, buffer);
            }
            long end = System.nanoTime() + (long) (seconds * 1e9);
            while (System.nanoTime() < end) {
                selector.select(key -> answered(key, buffer, nanos), 1_000);
            }
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
        return nanos;
    }

    /** A request that is on its way. */
    private static final class Pending {
        private long sentNanos = System.nanoTime();
        private int missing = REQUEST_BYTES;
    }

    private static void answered(SelectionKey key, ByteBuffer buffer, Histogram nanos) {
        Pending pending = (Pending) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            int count = channel.read(buffer.clear());
            if (count < 0) {
                throw new EOFException("the other end hung up");
            }
            pending.missing -= count;
            if (pending.missing == 0) {
                long now = System.nanoTime();
                nanos.recordValue(Math.min(now - pending.sentNanos, HIGHEST_NANOS));
                pending.sentNanos = now;
                pending.missing = REQUEST_BYTES;
                ask(channel, buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ask(SocketChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private SocketChannel openEcho() throws IOException {
        SocketChannel channel = open();
        channel.write(ByteBuffer.wrap(new byte[] {EchoCommand.ECHO}));
        return channel;
    }

    private SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    private static void readFully(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the other end hung up");
            }
        }
    }
}
