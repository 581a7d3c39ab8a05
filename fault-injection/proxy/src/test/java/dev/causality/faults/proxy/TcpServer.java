package dev.causality.faults.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A real server on a free loopback port, with a virtual thread for each connection. */
public final class TcpServer implements AutoCloseable {

    /** What a server does with one connection, which is closed afterwards. */
    @FunctionalInterface
    public interface Service {
        void serve(Socket socket) throws IOException;
    }

    private static final int BACKLOG = 512;

    private final ServerSocket listening;
    private final Service service;
    private final Thread accepting = Thread.ofVirtual().unstarted(this::accept);
    private final List<Socket> accepted = Collections.synchronizedList(new ArrayList<>());

    private TcpServer(ServerSocket listening, Service service) {
        this.listening = listening;
        this.service = service;
    }

    public static TcpServer start(Service service) {
        try {
            TcpServer server = new TcpServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), service);
            server.accepting.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends everything back, then ends. */
    public static TcpServer echo() {
        return start(socket -> {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            in.transferTo(out);
            socket.shutdownOutput();
        });
    }

    /** Sends these bytes to everyone, ends, and waits for the client's end. */
    public static TcpServer sending(byte[] bytes) {
        return start(socket -> {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
    }

    /** Reads and says nothing. */
    public static TcpServer silent() {
        return start(socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
    }

    public String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** The connections ever accepted. */
    public List<Socket> accepted() {
        return List.copyOf(accepted);
    }

    /** How many there were. */
    public int acceptedCount() {
        return accepted.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                accepted.add(socket);
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        service.serve(socket);
                    } catch (IOException cutOff) {
                        // Being cut off is what the tests are about.
                    }
                });
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** When it returns, connections are refused: the port is free only once nobody waits in accept. */
    @Override
    public void close() {
        try {
            listening.close();
            accepting.join();
            for (Socket socket : accepted()) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
