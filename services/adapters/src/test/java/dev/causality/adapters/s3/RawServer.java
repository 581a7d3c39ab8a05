package dev.causality.adapters.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads whole HTTP requests from a socket and answers each with the same bytes, or by breaking the connection. */
final class RawServer implements AutoCloseable {

    /** What is done with a connection once a request was read from it whole. */
    interface Reaction {
        void react(Socket connection) throws IOException;
    }

    private final ServerSocket listener;
    private final Reaction reaction;
    private final AtomicInteger requests = new AtomicInteger();

    private RawServer(Reaction reaction) {
        this.reaction = reaction;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::acceptAll);
    }

    /** Answers with these bytes and closes the connection. */
    static RawServer sending(String response) {
        return new RawServer(connection -> {
            connection.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
            connection.close();
        });
    }

    /** Answers with S3's error document. */
    static RawServer refusing(int status, String code, String message) {
        String body = code.isEmpty()
                ? ""
                : "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error>";
        return sending("HTTP/1.1 " + status + " Reason\r\nContent-Type: application/xml\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    /** Resets the connection after the whole request has arrived. */
    static RawServer resetting() {
        return new RawServer(connection -> {
            connection.setSoLinger(true, 0);
            connection.close();
        });
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** How many whole requests arrived. */
    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket connection = listener.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The end of the server: nobody accepts any more.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            in.skipNBytes(contentLength(head(in)));
            requests.incrementAndGet();
            reaction.react(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request ended in its head");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.startsWith("content-length:"))
                .map(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).trim()))
                .findFirst()
                .orElse(0);
    }
}
