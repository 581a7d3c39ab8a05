package dev.causality.conformance.system.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.causality.checkers.history.HistoryWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private ServiceProcess process(HistoryWriter history, String script) {
        return process(history, script, URI.create("http://127.0.0.1:1"));
    }

    private ServiceProcess process(HistoryWriter history, String script, URI operations) {
        return new ServiceProcess(
                new ServiceProcess.Description(
                        "sink-1",
                        "sink",
                        List.of("/bin/sh", "-c", script),
                        Map.of("GREETING", "hello"),
                        folder.resolve("log"),
                        operations),
                history,
                HttpClient.newHttpClient());
    }

    private List<String> kinds(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceAll("\"atMicros\":\\d+,", ""))
                .toList();
    }

    @Test
    void starts_signals_and_exits_are_in_the_history_in_order() throws Exception {
        Path file = folder.resolve("history");
        try (HistoryWriter history = HistoryWriter.create(file)) {
            ServiceProcess process =
                    process(history, "trap 'exit 7' TERM; echo $GREETING; while :; do sleep 0.05; done");
            process.launch();
            awaitText(folder.resolve("log"), "hello");
            assertThat(process.terminate(LIMIT)).isEqualTo(OptionalInt.of(7));
            process.launch();
            process.kill();
        }
        assertThat(kinds(file))
                .containsExactly(
                        "{\"kind\":\"process-started\",\"process\":\"sink-1\",\"role\":\"sink\"}",
                        "{\"kind\":\"process-signalled\",\"process\":\"sink-1\",\"signal\":\"TERM\"}",
                        "{\"kind\":\"process-exited\",\"process\":\"sink-1\",\"exitCode\":7}",
                        "{\"kind\":\"process-started\",\"process\":\"sink-1\",\"role\":\"sink\"}",
                        "{\"kind\":\"process-signalled\",\"process\":\"sink-1\",\"signal\":\"KILL\"}",
                        "{\"kind\":\"process-exited\",\"process\":\"sink-1\",\"exitCode\":137}");
    }

    @Test
    void an_exit_that_nobody_asked_for_is_in_the_history_too() {
        Path file = folder.resolve("history");
        try (HistoryWriter history = HistoryWriter.create(file)) {
            process(history, "exit 3").launch();
            Awaitility.await().atMost(LIMIT).until(() -> history.lines() == 2);
        }
        assertThat(file).content().contains("\"exitCode\":3");
    }

    @Test
    void one_that_ignores_the_request_to_stop_is_killed_after_the_limit() throws Exception {
        Path file = folder.resolve("history");
        try (HistoryWriter history = HistoryWriter.create(file)) {
            ServiceProcess process = process(history, "trap '' TERM; echo deaf; while :; do sleep 0.05; done");
            process.launch();
            awaitText(folder.resolve("log"), "deaf");
            assertThat(process.terminate(Duration.ofMillis(300))).isEmpty();
            assertThat(process.isAlive()).isFalse();
        }
        assertThat(file).content().contains("TERM", "KILL", "\"exitCode\":137");
    }

    @Test
    void one_that_ends_before_it_is_ready_is_started_again() throws Exception {
        Path file = folder.resolve("history");
        HttpServer ready = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ready.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(Files.exists(folder.resolve("second")) ? 200 : 503, -1);
            exchange.close();
        });
        ready.start();
        String script = "cd " + folder + "; if [ -e first ]; then touch second; sleep 60; else touch first; exit 3; fi";
        try (HistoryWriter history = HistoryWriter.create(file)) {
            ServiceProcess process = process(
                    history,
                    script,
                    URI.create("http://127.0.0.1:" + ready.getAddress().getPort()));
            process.start();
            assertThat(process.isAlive()).isTrue();
            process.kill();
        } finally {
            ready.stop(0);
        }
        assertThat(kinds(file).stream().map(line -> line.split("\"", -1)[3]))
                .containsExactly(
                        "process-started",
                        "process-exited",
                        "process-started",
                        "process-ready",
                        "process-signalled",
                        "process-exited");
    }

    private static void awaitText(Path log, String text) {
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> Files.readString(log).contains(text));
    }
}
