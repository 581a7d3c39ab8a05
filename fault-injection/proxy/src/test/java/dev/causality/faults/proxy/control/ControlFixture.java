package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.engine.EventLoops;
import dev.causality.faults.proxy.engine.HostPort;
import dev.causality.faults.proxy.planned.Plans;
import dev.causality.faults.proxy.planned.Targets;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.run.Wire;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** A fault proxy in this JVM with its control API on a free port, the official client, and a raw HTTP client. */
final class ControlFixture implements AutoCloseable {
    private final EventLoops loops = EventLoops.start(2);
    private final FaultLedger ledger = new FaultLedger(null);
    private final Wire wire = new Wire();
    private final Proxies proxies;
    private final Plans plans;
    private final ControlServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    ControlFixture() {
        this(7);
    }

    ControlFixture(long seed) {
        proxies = new Proxies(loops, new Seed(seed), ledger, wire, List.of());
        plans = new Plans(new Targets(proxies, Map.of()), wire, ledger);
        try {
            server = ControlServer.start(HostPort.parse("127.0.0.1:0"), proxies, ledger, plans);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FaultLedger ledger() {
        return ledger;
    }

    ToxiproxyClient client() {
        return new ToxiproxyClient("127.0.0.1", server.address().getPort());
    }

    /** What a raw request was answered. */
    record Answer(int status, String body) {
        JsonNode json() throws IOException {
            return Json.MAPPER.readTree(body);
        }

        String error() throws IOException {
            return json().path("error").asText() + " " + json().path("status").asInt();
        }
    }

    Answer get(String path) throws Exception {
        return request("GET", path, "");
    }

    Answer post(String path, String body) throws Exception {
        return request("POST", path, body);
    }

    Answer request(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    @Override
    public void close() {
        http.close();
        server.close();
        plans.close();
        proxies.stop();
        loops.close();
    }
}
