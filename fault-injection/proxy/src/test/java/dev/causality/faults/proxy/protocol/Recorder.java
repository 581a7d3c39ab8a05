package dev.causality.faults.proxy.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Stands between a client and a server, and keeps what each connection carried, in both directions. */
public final class Recorder implements AutoCloseable {
    private final ServerSocket listener;
    private final int upstream;
    private final List<Session> sessions = new ArrayList<>();

    /** What one connection carried. */
    public static final class Session {
        private final ByteArrayOutputStream client = new ByteArrayOutputStream();
        private final ByteArrayOutputStream server = new ByteArrayOutputStream();

        public byte[] fromClient() {
            synchronized (client) {
                return client.toByteArray();
            }
        }

        public byte[] fromServer() {
            synchronized (server) {
                return server.toByteArray();
            }
        }
    }

    private Recorder(ServerSocket listener, int upstream) {
        this.listener = listener;
        this.upstream = upstream;
    }

    public static Recorder before(int upstreamPort) throws IOException {
        Recorder recorder = new Recorder(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), upstreamPort);
        Thread.ofVirtual().start(recorder::accept);
        return recorder;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public synchronized List<Session> sessions() {
        return List.copyOf(sessions);
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream);
                Session session = new Session();
                synchronized (this) {
                    sessions.add(session);
                }
                Thread.ofVirtual().start(() -> pump(client, server, session.client));
                Thread.ofVirtual().start(() -> pump(server, client, session.server));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void pump(Socket from, Socket to, ByteArrayOutputStream kept) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                synchronized (kept) {
                    kept.write(buffer, 0, count);
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException ended) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
