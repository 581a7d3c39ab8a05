package dev.causality.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causality.testservers.ChildProcess;
import dev.causality.testservers.FreePorts;
import dev.causality.testservers.NatsServer;
import dev.causality.v1.IngestEventBatchResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** What the gateway accepts, in batches and one by one, beside a client that publishes and does nothing else. */
final class GatewayBench {

    private static final String TOKEN = "bench-admin-token-0123456789abcdef";
    private static final String APP = new Events(1).app(0);
    private static final int CONNECTIONS = 16;
    private static final int BATCH = 100;

    private GatewayBench() {}

    static void run(Report report, int seconds) throws Exception {
        try (NatsServer nats = NatsServer.start();
                Stream stream = new Stream(nats.url())) {
            stream.create();
            report.progress("publishing asynchronously with no work besides ...");
            double ceiling = Programs.ceiling(
                    "publish-ceiling",
                    "--url",
                    nats.url(),
                    "--warmup",
                    Integer.toString(seconds),
                    "--seconds",
                    Integer.toString(seconds));
            stream.create();
            int port = FreePorts.next();
            try (ChildProcess gateway =
                    Programs.service("services/gateway/target", "causality-gateway.jar", environment(nats, port))) {
                String key = createKey(gateway, port);
                LinkedHashMap<String, ChildProcess> processes = new LinkedHashMap<>();
                processes.put("gateway", gateway);
                processes.put("nats-server", nats.process());
                report.progress("ingesting batches of 100 on " + CONNECTIONS + " connections ...");
                measure(port, key, BATCH, seconds);
                Usage usage = new Usage(processes);
                Result batches = measure(port, key, BATCH, seconds);
                report.row(
                        "gateway, batches of 100",
                        "%,.0f events/s".formatted(batches.rate()),
                        "%,.0f raw publish".formatted(ceiling),
                        batches.rate() / ceiling);
                report.detail(batches.latency() + "; " + usage.processorTime(batches.events()));

                report.progress("ingesting single events on " + CONNECTIONS + " connections ...");
                measure(port, key, 1, seconds);
                usage = new Usage(processes);
                Result singles = measure(port, key, 1, seconds);
                report.row("gateway, single events", "%,.0f requests/s".formatted(singles.rate()));
                report.detail(singles.latency() + "; " + usage.processorTime(singles.events()));
                report.detail(usage.memory());
                gateway.stop(Duration.ofSeconds(30));
            }
        }
    }

    private static Map<String, String> environment(NatsServer nats, int port) throws IOException {
        return new LinkedHashMap<>(Map.of(
                "NATS_URL",
                nats.url(),
                "NATS_STREAM_MAX_BYTES",
                Long.toString(Stream.MAX_BYTES),
                "DEDUP_WINDOW",
                Stream.DEDUP_WINDOW.toSeconds() + "s",
                "HTTP_ADDR",
                "127.0.0.1:" + port,
                "METRICS_ADDR",
                "127.0.0.1:" + FreePorts.next(),
                "ADMIN_TOKEN",
                TOKEN,
                "RATE_LIMIT_ENABLED",
                "false"));
    }

    private static String createKey(ChildProcess gateway, int port) {
        StringBuilder key = new StringBuilder();
        gateway.awaitReady(Duration.ofSeconds(60), () -> {
            try (HttpConnection connection = new HttpConnection(port)) {
                String head = "POST /v1/admin/keys HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer " + TOKEN + "\r\nContent-Length: ";
                HttpConnection.Answer answer =
                        connection.send(head, ("{\"app_id\":\"" + APP + "\"}").getBytes(StandardCharsets.UTF_8));
                if (answer.status() == 201) {
                    key.append(new ObjectMapper()
                            .readTree(answer.body())
                            .path("key")
                            .asText());
                }
                return answer.status() == 201;
            } catch (IOException notYet) {
                return false;
            }
        });
        return key.toString();
    }

    /** What a measurement gave. */
    private record Result(long events, double rate, Histogram micros) {

        String latency() {
            return "latency p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                    .formatted(
                            micros.getValueAtPercentile(50) / 1e3,
                            micros.getValueAtPercentile(99) / 1e3,
                            micros.getMaxValue() / 1e3);
        }
    }

    private static Result measure(int port, String key, int batch, int seconds) throws Exception {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Callable<Histogram>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(() -> client(port, key, batch, end));
        }
        Histogram all = new Histogram(60_000_000, 3);
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (Future<Histogram> client : threads.invokeAll(clients)) {
                all.add(client.get());
            }
        }
        long events = all.getTotalCount() * batch;
        return new Result(events, events * 1e9 / (System.nanoTime() - start), all);
    }

    private static Histogram client(int port, String key, int batch, long end) throws IOException {
        Histogram micros = new Histogram(60_000_000, 3);
        String path = batch == 1 ? "/v1/events/ingest" : "/v1/events/batch";
        String head = HttpConnection.head(path, "application/x-protobuf", key);
        Bodies bodies = new Bodies(batch);
        try (HttpConnection connection = new HttpConnection(port)) {
            while (System.nanoTime() < end) {
                byte[] body = bodies.next();
                long sent = System.nanoTime();
                HttpConnection.Answer answer = connection.send(head, body);
                micros.recordValue(Math.min((System.nanoTime() - sent) / 1_000, micros.getHighestTrackableValue()));
                check(answer, batch);
            }
        }
        return micros;
    }

    private static void check(HttpConnection.Answer answer, int batch) throws IOException {
        boolean accepted = answer.status() == 200
                && (batch == 1
                        || IngestEventBatchResponse.parseFrom(answer.body()).getAcceptedCount() == batch);
        if (!accepted) {
            throw new IOException(
                    "answered " + answer.status() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }
}
