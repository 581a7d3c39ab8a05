package dev.causality.adapters.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An object store from before conditional PUTs: it ignores If-None-Match, or refuses the header. */
final class TinyStore implements AutoCloseable {

    private static final String META = "x-amz-meta-causality-probe";

    private record Kept(byte[] body, String metadata) {}

    private final HttpServer server;
    private final boolean refusesHeader;
    private final Map<String, Kept> objects = new ConcurrentHashMap<>();

    TinyStore(boolean refusesHeader) {
        this.refusesHeader = refusesHeader;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Set<String> keys() {
        return objects.keySet();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                if (refusesHeader && exchange.getRequestHeaders().containsKey("If-None-Match")) {
                    answer(
                            exchange,
                            501,
                            "<Error><Code>NotImplemented</Code></Error>".getBytes(StandardCharsets.UTF_8));
                    return;
                }
                objects.put(
                        key,
                        new Kept(
                                body,
                                String.valueOf(exchange.getRequestHeaders().getFirst(META))));
                answer(exchange, 200, new byte[0]);
            }
            case "GET" -> {
                Kept kept = objects.getOrDefault(key, new Kept(new byte[0], ""));
                exchange.getResponseHeaders().set(META, kept.metadata());
                answer(exchange, 200, kept.body());
            }
            default -> {
                objects.remove(key);
                answer(exchange, 204, new byte[0]);
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
