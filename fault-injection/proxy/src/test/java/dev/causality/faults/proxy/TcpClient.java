package dev.causality.faults.proxy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection of a test, with deadlines on everything. */
public final class TcpClient implements AutoCloseable {

    /** Far above what anything takes on a machine under load, so that a hang fails a test instead of stopping it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;

    private TcpClient(Socket socket) {
        this.socket = socket;
    }

    /** Connects to an address such as {@code 127.0.0.1:80}. */
    public static TcpClient connect(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        return new TcpClient(socket);
    }

    public Socket socket() {
        return socket;
    }

    public TcpClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.US_ASCII));
    }

    public TcpClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    public TcpClient end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Exactly so many bytes as text, or fewer if the stream ends before. */
    public String read(int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    /** Everything up to the end. */
    public byte[] readAll() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    /** How the stream goes on: a byte, -1 for its end. */
    public int readOne() throws IOException {
        return socket.getInputStream().read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
