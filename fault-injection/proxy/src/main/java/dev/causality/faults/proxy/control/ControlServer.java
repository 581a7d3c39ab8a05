package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.causality.faults.proxy.engine.HostPort;
import dev.causality.faults.proxy.run.FaultLedger;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the control API over HTTP: the JDK's server, which is all that a few requests a second need, with a virtual
 * thread for each. Browsers are refused, as Toxiproxy does it: a web page could otherwise control a proxy on this machine.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    /** The version of Toxiproxy whose contract this is. */
    private static final String TOXIPROXY_VERSION = "2.12.0";
    /** More than any list of proxies takes. */
    private static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Proxies proxies;
    private final FaultLedger ledger;
    private final PlanRoutes plans;

    private ControlServer(HttpServer server, Proxies proxies, FaultLedger ledger, PlanControl plans) {
        this.server = server;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.proxies = proxies;
        this.ledger = ledger;
        this.plans = new PlanRoutes(plans);
    }

    /** @throws IOException when it cannot listen there */
    public static ControlServer start(HostPort listen, Proxies proxies, FaultLedger ledger, PlanControl plans)
            throws IOException {
        ControlServer control = new ControlServer(HttpServer.create(listen.resolve(), 0), proxies, ledger, plans);
        control.server.setExecutor(control.threads);
        control.server.createContext("/", control::handle);
        control.server.start();
        return control;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (ApiException e) {
                answer = Answer.json(e.status(), Answers.error(e));
            } catch (RuntimeException e) {
                LOG.error("a control request failed", e);
                answer = Answer.text(500, "internal error");
            }
            send(exchange, answer);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.status() == 204) {
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private Answer answer(HttpExchange exchange) throws ApiException, IOException {
        String agent = exchange.getRequestHeaders().getFirst("User-Agent");
        if (agent != null && agent.startsWith("Mozilla/")) {
            return Answer.text(403, "User agent not allowed\n");
        }
        List<String> path = path(exchange);
        String body = body(exchange);
        String method = exchange.getRequestMethod();
        Answer answer = switch (path.isEmpty() ? "" : path.getFirst()) {
            case "proxies" -> proxies(method, path, body);
            case "populate" -> path.size() == 1 && method.equals("POST") ? populate(body) : null;
            case "reset" -> path.size() == 1 && method.equals("POST") ? reset() : null;
            case "plan" -> path.size() == 1 ? plans.answer(method, body) : null;
            case "version" -> Answer.json(200, Json.MAPPER.createObjectNode().put("version", TOXIPROXY_VERSION));
            case "metrics" ->
                new Answer(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        MetricsText.of(proxies.totals(), ledger.accounts()));
            default -> null;
        };
        return answer == null ? Answer.text(404, "404 page not found\n") : answer;
    }

    private static List<String> path(HttpExchange exchange) {
        return Arrays.stream(exchange.getRequestURI().getRawPath().split("/", -1))
                .skip(1)
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    private static String body(HttpExchange exchange) throws IOException, ApiException {
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                throw ApiException.badBody("larger than " + MAX_BODY_BYTES + " bytes");
            }
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private @Nullable Answer proxies(String method, List<String> path, String body) throws ApiException {
        return switch (path.size()) {
            case 1 -> collection(method, body);
            case 2 -> proxy(method, path.get(1), body);
            case 3 -> part(method, path.get(1), path.get(2), body);
            case 4 -> path.get(2).equals("toxics") ? toxic(method, path.get(1), path.get(3), body) : null;
            default -> null;
        };
    }

    private Answer collection(String method, String body) throws ApiException {
        return switch (method) {
            case "GET" -> Answer.json(200, Answers.proxiesByName(proxies.list()));
            case "POST" -> Answer.json(201, Answers.proxy(proxies.create(ProxySpec.read(Json.parseObject(body), ""))));
            default -> Answer.notAllowed();
        };
    }

    private Answer proxy(String method, String name, String body) throws ApiException {
        Proxies.View proxy = proxies.show(name);
        return switch (method) {
            case "GET" -> Answer.json(200, Answers.proxy(proxy));
            case "POST", "PATCH" -> Answer.json(200, Answers.proxy(proxies.update(name, Json.parseObject(body))));
            case "DELETE" -> {
                proxies.delete(name);
                yield Answer.nothing();
            }
            default -> Answer.notAllowed();
        };
    }

    private @Nullable Answer part(String method, String name, String part, String body) throws ApiException {
        if (part.equals("connections")) {
            return method.equals("GET")
                    ? Answer.json(200, Answers.connections(proxies.connections(name)))
                    : Answer.notAllowed();
        }
        if (!part.equals("toxics")) {
            return null;
        }
        Proxies.View proxy = proxies.show(name);
        return switch (method) {
            case "GET" -> Answer.json(200, Answers.toxics(proxy.toxics()));
            case "POST" ->
                Answer.json(200, proxies.addToxic(name, Json.parseObject(body)).json());
            default -> Answer.notAllowed();
        };
    }

    private Answer toxic(String method, String proxy, String name, String body) throws ApiException {
        ToxicSpec toxic = proxies.toxic(proxy, name);
        return switch (method) {
            case "GET" -> Answer.json(200, toxic.json());
            case "POST", "PATCH" ->
                Answer.json(
                        200,
                        proxies.changeToxic(proxy, name, Json.parseObject(body)).json());
            case "DELETE" -> {
                proxies.removeToxic(proxy, name);
                yield Answer.nothing();
            }
            default -> Answer.notAllowed();
        };
    }

    private Answer populate(String body) throws ApiException {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        try {
            answer.set("proxies", Answers.proxies(proxies.populate(specs(Json.parse(body)))));
            return Answer.json(201, answer);
        } catch (ApiException e) {
            answer.setAll(Answers.error(e));
            answer.set(
                    "proxies",
                    Answers.proxies(e.done().stream().map(Proxies::view).toList()));
            return Answer.json(e.status(), answer);
        }
    }

    /** The proxies of a list, as in {@code /populate} and in files of settings. */
    static List<ProxySpec> specs(JsonNode list) throws ApiException {
        if (!list.isArray()) {
            throw ApiException.badBody("a list of proxies was expected");
        }
        List<ProxySpec> specs = new ArrayList<>();
        for (JsonNode each : list) {
            specs.add(ProxySpec.read(each, " at proxy " + (specs.size() + 1)));
        }
        return specs;
    }

    private Answer reset() throws ApiException {
        proxies.reset();
        return Answer.nothing();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
