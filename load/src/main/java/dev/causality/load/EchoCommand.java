package dev.causality.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The server behind a measured proxy, in a JVM of its own: one thread that waits for all connections, as the servers do
 * that proxies stand in front of. The first byte of a connection says what it is for.
 */
@Command(name = "echo-server", hidden = true, description = "Echoes, or counts, what connections send.")
final class EchoCommand implements Callable<Integer> {

    /** What follows comes back. */
    static final byte ECHO = 'e';

    /** Anything else, this byte included, is read to its end; eight bytes with its length come back. */
    private static final byte COUNT = 'c';

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int BACKLOG = 1024;

    @Option(names = "--port", required = true)
    private int port;

    /** A connection, and what was read of it. */
    private static final class Client {
        private final SocketChannel channel;
        private byte use;
        private long bytes;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    @Override
    public Integer call() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (ServerSocketChannel server = ServerSocketChannel.open();
                Selector selector = Selector.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (true) {
                selector.select(key -> {
                    if (key.isAcceptable()) {
                        accept(server, selector);
                    } else {
                        serve(key, (Client) key.attachment(), buffer);
                    }
                });
            }
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector) {
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Client(channel));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(SelectionKey key, Client client, ByteBuffer buffer) {
        try {
            int count = client.channel.read(buffer.clear());
            if (count < 0) {
                end(client, buffer);
                return;
            }
            buffer.flip();
            if (client.use == 0 && buffer.hasRemaining()) {
                client.use = buffer.get(0) == ECHO ? buffer.get() : COUNT;
            }
            if (client.use == ECHO) {
                write(client.channel, buffer);
            } else {
                client.bytes += buffer.remaining();
            }
        } catch (IOException hungUp) {
            key.cancel();
        }
    }

    private static void end(Client client, ByteBuffer buffer) throws IOException {
        try (SocketChannel channel = client.channel) {
            if (client.use == COUNT) {
                write(channel, buffer.clear().putLong(client.bytes).flip());
            }
        }
    }

    /** Requests are far smaller than what a socket takes at once, so this does not spin. */
    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
