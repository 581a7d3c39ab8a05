package dev.causality.conformance.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A way to a server on this machine that ends for good when its process is killed. */
final class CuttableLink {

    private final ServerSocket listening;
    private final int server;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    /** @param server its port */
    CuttableLink(int server) {
        this.server = server;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Nothing passes any more, and nobody can connect. */
    void cut() {
        close(listening);
        open.forEach(CuttableLink::close);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                Socket beyond = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(beyond);
                inBackground(() -> pass(client, beyond));
                inBackground(() -> pass(beyond, client));
                if (listening.isClosed()) {
                    cut();
                }
            } catch (IOException notThere) {
                open.forEach(CuttableLink::close);
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException ended) {
            close(from);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void inBackground(Runnable work) {
        Thread.ofPlatform().daemon().name("link").start(work);
    }
}
