package dev.causality.conformance.system.stack;

import dev.causality.checkers.history.HistoryWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The services under test on a stack: one gateway and several sinks, as separate processes. */
public final class Services {
    /** The consumer's ack wait, short so that a fault of seconds bites. */
    public static final Duration ACK_WAIT = Duration.ofSeconds(5);

    /** For how long a sink collects rows at most. */
    public static final Duration FLUSH = Duration.ofSeconds(1);

    /** How long a service may take to stop. */
    public static final Duration SHUTDOWN = Duration.ofSeconds(20);

    public static final String STREAM = "CAUSALITY_EVENTS";
    public static final String DEAD_LETTERS = "CAUSALITY_DLQ";
    public static final String CONSUMER = "warehouse-sink";
    public static final String FILTER = "events.>";
    public static final String PREFIX = "events";
    public static final String ADMIN_TOKEN = "conformance-run-admin-token";

    private static final String GATEWAY = "gateway";

    /** How long a sink waits for the store to answer a request: less than the ack wait. */
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    private static final String BUFFER = "32MiB";
    private static final String LOOPBACK = "127.0.0.1:";

    private final ServiceProcess gateway;
    private final List<ServiceProcess> sinks;
    private final URI api;

    private Services(ServiceProcess gateway, List<ServiceProcess> sinks, URI api) {
        this.gateway = gateway;
        this.sinks = List.copyOf(sinks);
        this.api = api;
    }

    /** Describes the services; nothing is started yet. */
    public static Services on(
            Stack stack, Links links, ServiceJars jars, Path logs, HistoryWriter history, HttpClient http) {
        int apiPort = LoopbackPorts.next();
        int gatewayPort = LoopbackPorts.next();
        Map<String, String> gatewaySettings = common(links.natsUrl(GATEWAY), gatewayPort);
        gatewaySettings.put("HTTP_ADDR", LOOPBACK + apiPort);
        gatewaySettings.put("ADMIN_TOKEN", ADMIN_TOKEN);
        ServiceProcess gateway = new ServiceProcess(
                new ServiceProcess.Description(
                        GATEWAY,
                        "gateway",
                        ServiceJars.command(jars.gateway()),
                        gatewaySettings,
                        logs.resolve("gateway.log"),
                        URI.create("http://" + LOOPBACK + gatewayPort)),
                history,
                http);
        List<ServiceProcess> sinks = new ArrayList<>();
        for (String name : sinkNames()) {
            sinks.add(sink(name, stack, links, jars, logs, history, http));
        }
        return new Services(gateway, sinks, URI.create("http://" + LOOPBACK + apiPort));
    }

    /** The names of all services of every run. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(sinkNames());
        names.addFirst(GATEWAY);
        return names;
    }

    /** The names of the sinks of every run. */
    public static List<String> sinkNames() {
        return List.of("sink-1", "sink-2");
    }

    private static ServiceProcess sink(
            String name,
            Stack stack,
            Links links,
            ServiceJars jars,
            Path logs,
            HistoryWriter history,
            HttpClient http) {
        int port = LoopbackPorts.next();
        Map<String, String> settings = common(links.natsUrl(name), port);
        settings.put("ACK_WAIT", ACK_WAIT.toSeconds() + "s");
        settings.put("BATCH_FLUSH_INTERVAL", FLUSH.toSeconds() + "s");
        settings.put("CONSUMER_NAME", CONSUMER);
        settings.put("S3_ENDPOINT", links.store(name).toString());
        settings.put("S3_REGION", stack.store().region());
        settings.put("S3_BUCKET", stack.store().bucket());
        settings.put("S3_ACCESS_KEY_ID", stack.store().accessKey());
        settings.put("S3_SECRET_ACCESS_KEY", stack.store().secretKey());
        settings.put("S3_PREFIX", PREFIX);
        settings.put("S3_ATTEMPT_TIMEOUT", ATTEMPT.toSeconds() + "s");
        settings.put("BUFFER_MAX_BYTES", BUFFER);
        return new ServiceProcess(
                new ServiceProcess.Description(
                        name,
                        "sink",
                        ServiceJars.command(jars.sink()),
                        settings,
                        logs.resolve(name + ".log"),
                        URI.create("http://" + LOOPBACK + port)),
                history,
                http);
    }

    private static Map<String, String> common(String natsUrl, int operationsPort) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("NATS_URL", natsUrl);
        settings.put("NATS_STREAM_NAME", STREAM);
        settings.put("NATS_STREAM_DLQ_STREAM_NAME", DEAD_LETTERS);
        settings.put("METRICS_ADDR", LOOPBACK + operationsPort);
        settings.put("SHUTDOWN_TIMEOUT", SHUTDOWN.toSeconds() + "s");
        return settings;
    }

    public ServiceProcess gateway() {
        return gateway;
    }

    public List<ServiceProcess> sinks() {
        return sinks;
    }

    /** The gateway and the sinks. */
    public List<ServiceProcess> all() {
        List<ServiceProcess> all = new ArrayList<>(sinks);
        all.addFirst(gateway);
        return all;
    }

    /** The service of this name. */
    public ServiceProcess named(String name) {
        return all().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service is called " + name));
    }

    /** Where the gateway's API answers. */
    public URI api() {
        return api;
    }
}
