package dev.causality.load;

import dev.causality.testservers.ChildProcess;
import dev.causality.testservers.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What the fault proxy passes without any toxic, beside a direct connection to the same server in the same run. */
final class ProxyBench {

    private static final int CONNECTIONS = 50;
    private static final Duration START = Duration.ofSeconds(60);

    private ProxyBench() {}

    /** What a path carries. */
    private record Carried(double bitsPerSecond, Histogram roundTrips, Histogram requests, double seconds) {
        double requestsPerSecond() {
            return requests.getTotalCount() / seconds;
        }
    }

    static void run(Report report, int seconds) throws Exception {
        int serverPort = FreePorts.next();
        int proxyPort = FreePorts.next();
        int tappedPort = FreePorts.next();
        Path folder = Files.createTempDirectory("fault-proxy");
        Path history = folder.resolve("history.jsonl");
        Path config = folder.resolve("config.json");
        Files.writeString(config, """
                [{"name": "plain", "listen": "127.0.0.1:%d", "upstream": "127.0.0.1:%d"},
                 {"name": "tapped", "listen": "127.0.0.1:%d", "upstream": "127.0.0.1:%d", "protocol": "nats"}]
                """.formatted(proxyPort, serverPort, tappedPort, serverPort));
        try (ChildProcess server = Programs.own("echo-server", "--port", Integer.toString(serverPort));
                ChildProcess proxy = Programs.program(
                        "fault-injection/proxy/target",
                        "causality-fault-proxy.jar",
                        List.of("--config", config.toString(), "--port", "0", "--history", history.toString()))) {
            awaitListening(server, serverPort);
            awaitListening(proxy, proxyPort);
            report.progress("connecting directly ...");
            Carried direct = measure(serverPort, seconds);
            report.progress("connecting through the proxy ...");
            Wire warmUp = new Wire(proxyPort);
            warmUp.requests(CONNECTIONS, seconds);
            Duration before = proxy.cpuTime();
            Histogram requests = warmUp.requests(CONNECTIONS, seconds);
            Duration used = proxy.cpuTime().minus(before);
            Carried proxied = measure(proxyPort, seconds);
            report(report, direct, proxied, used.toNanos() / 1e3 / requests.getTotalCount(), proxy);
            report.progress("publishing through a tap ...");
            taps(report, publishes(proxyPort, seconds), publishes(tappedPort, seconds));
        } finally {
            Files.deleteIfExists(history);
            Files.delete(config);
            Files.delete(folder);
        }
    }

    private static double publishes(int port, int seconds) throws IOException {
        Wire wire = new Wire(port);
        wire.publishes(seconds / 2.0);
        return wire.publishes(seconds);
    }

    private static void taps(Report report, double plain, double tapped) {
        report.row(
                "proxy, NATS publishes, tapped",
                "%.1f Gbit/s".formatted(tapped / 1e9),
                "%.1f without a tap".formatted(plain / 1e9),
                tapped / plain);
    }

    private static Carried measure(int port, int seconds) throws IOException {
        Wire wire = new Wire(port);
        wire.throughput(seconds / 2.0);
        double throughput = wire.throughput(seconds);
        wire.roundTrips(seconds / 2.0);
        Histogram roundTrips = wire.roundTrips(seconds);
        wire.requests(CONNECTIONS, seconds / 2.0);
        return new Carried(throughput, roundTrips, wire.requests(CONNECTIONS, seconds), seconds);
    }

    private static void report(Report report, Carried direct, Carried proxied, double cpuMicros, ChildProcess proxy) {
        report.row(
                "proxy, bulk on 1 connection",
                "%.1f Gbit/s".formatted(proxied.bitsPerSecond / 1e9),
                "%.1f direct".formatted(direct.bitsPerSecond / 1e9),
                proxied.bitsPerSecond / direct.bitsPerSecond);
        report.row(
                "proxy, requests on " + CONNECTIONS + " conn.",
                "%,.0f requests/s".formatted(proxied.requestsPerSecond()),
                "%,.0f direct".formatted(direct.requestsPerSecond()),
                proxied.requestsPerSecond() / direct.requestsPerSecond());
        report.detail("proxy: %.1f µs of processor time per request, %.0f MiB resident at most"
                .formatted(cpuMicros, proxy.peakResidentBytes() / 1024.0 / 1024.0));
        report.detail("round trip of 100 bytes: direct %s; proxied %s; added at p50 %.1f µs, at p99 %.1f µs"
                .formatted(
                        micros(direct.roundTrips),
                        micros(proxied.roundTrips),
                        added(direct, proxied, 50),
                        added(direct, proxied, 99)));
    }

    private static String micros(Histogram nanos) {
        return "p50 %.1f µs, p99 %.1f µs"
                .formatted(nanos.getValueAtPercentile(50) / 1e3, nanos.getValueAtPercentile(99) / 1e3);
    }

    private static double added(Carried direct, Carried proxied, double percentile) {
        return (proxied.roundTrips.getValueAtPercentile(percentile)
                        - direct.roundTrips.getValueAtPercentile(percentile))
                / 1e3;
    }

    private static void awaitListening(ChildProcess process, int port) {
        process.awaitReady(START, () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (ConnectException notYet) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
