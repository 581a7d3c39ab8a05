package dev.causality.testservers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;

/**
 * Publishes to a NATS server what no client library would, and the server passes on all the same. Texts are sent one byte
 * for each character.
 */
public final class RawPublisher {

    private static final String CONNECT = "CONNECT {\"verbose\":false,\"headers\":true}\r\n";

    private RawPublisher() {}

    /**
     * Publishes one message on a connection of its own, and waits until the server has read it.
     *
     * @param url of a server that asks for no credentials
     * @param headers the whole block of headers, well-formed or not
     * @throws UncheckedIOException when the connection fails or the server answers with an error
     */
    public static void publish(String url, String subject, String headers, String payload) {
        URI server = URI.create(url);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            String line = "HPUB " + subject + " " + headers.length() + " " + (headers.length() + payload.length());
            OutputStream out = socket.getOutputStream();
            out.write((CONNECT + line + "\r\n" + headers + payload + "\r\nPING\r\n").getBytes(ISO_8859_1));
            out.flush();
            awaitPong(new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot publish to " + url, e);
        }
    }

    private static void awaitPong(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.equals("PONG")) {
            if (line.startsWith("-ERR")) {
                throw new IOException(line);
            }
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException("the server hung up");
        }
    }
}
