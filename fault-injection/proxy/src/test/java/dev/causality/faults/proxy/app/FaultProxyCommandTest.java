package dev.causality.faults.proxy.app;

import static dev.causality.faults.proxy.app.Program.PATIENCE;
import static dev.causality.faults.proxy.app.Program.awaitStart;
import static dev.causality.faults.proxy.app.Program.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import dev.causality.faults.proxy.TcpClient;
import dev.causality.faults.proxy.TcpServer;
import dev.causality.testservers.ChildProcess;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The program, as its users start it. */
class FaultProxyCommandTest {
    private static final int ACCEPT_QUEUE = 200;
    /** For everything else that the test and the program have open. */
    private static final int SPARE_DESCRIPTORS = 600;

    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void it_serves_the_proxies_of_its_file_carries_out_its_plan_and_reports() throws Exception {
        try (TcpServer server = TcpServer.echo()) {
            Path config = file("config.json", """
                    {"seed": 11,
                     "proxies": [{"name": "link", "listen": "127.0.0.1:0", "upstream": "%s"}],
                     "processes": [{"name": "child", "command": ["sleep", "1000"]}],
                     "plan": {"seed": 1, "faults": [
                       {"name": "slow", "target": "link", "fault": {"type": "latency", "latencyMillis": 10}},
                       {"name": "kill", "target": "child", "fault": {"type": "process-signal", "signal": "KILL"}},
                       {"name": "never", "target": "link", "fault": {"type": "black-hole"},
                        "schedule": {"begin": {"type": "at", "millis": 3600000}}}]}}
                    """.formatted(server.address()));
            Path history = folder.resolve("history.jsonl");
            try (ChildProcess process =
                    start("--config", config.toString(), "--port", "0", "--history", history.toString())) {
                Matcher started = awaitStart(process);
                ToxiproxyClient client = new ToxiproxyClient("127.0.0.1", Integer.parseInt(started.group(2)));
                await().until(() -> !client.getProxy("link").toxics().getAll().isEmpty());
                try (TcpClient through =
                        TcpClient.connect(client.getProxy("link").getListen())) {
                    assertThat(through.send("hello").read(5)).isEqualTo("hello");
                }

                process.terminate();

                assertThat(process.awaitExit(PATIENCE)).isEqualTo(OptionalInt.of(3));
                assertThat(started.group(3)).isEqualTo("11");
                assertThat(process.output())
                        .contains(
                                "slow (latency on link): applied 1 times, first: connection 1 of link: 5 bytes 10 ms late")
                        .contains("kill (process-signal on child): applied 1 times, first: SIGKILL sent to process ")
                        .contains("never (black-hole on link): NEVER APPLIED");
            }
            assertThat(Files.readString(history)).contains("\"kind\":\"fault-observed\"", "\"fault\":\"kill\"");
        }
    }

    @Test
    void toxiproxys_own_options_and_file_work() throws Exception {
        try (TcpServer server = TcpServer.echo()) {
            Path config = file(
                    "toxiproxy.json",
                    "[{\"name\":\"link\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"" + server.address() + "\"}]");
            try (ChildProcess process =
                    start("-config", config.toString(), "-host", "127.0.0.1", "-port", "0", "-seed", "5")) {
                Matcher started = awaitStart(process);

                assertThat(started.group(3)).isEqualTo("5");
                assertThat(new ToxiproxyClient("127.0.0.1", Integer.parseInt(started.group(2))).getProxies())
                        .hasSize(1);
                process.terminate();
                assertThat(process.awaitExit(PATIENCE)).isEqualTo(OptionalInt.of(0));
            }
        }
    }

    @Test
    void faults_of_a_protocol_apply_where_a_proxy_speaks_it() throws Exception {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(204, -1);
            }
        });
        upstream.start();
        Path config = file("config.json", """
                {"proxies": [{"name": "store", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:%d", "protocol": "s3",
                  "toxics": [{"type": "http-answer", "name": "slow", "attributes":
                    {"match": {"method": "PUT", "which": {"from": 2, "count": 1}}, "status": 503, "code": "SlowDown"}}]}]}
                """.formatted(upstream.getAddress().getPort()));
        Path history = folder.resolve("history.jsonl");
        try (ChildProcess process =
                        start("--config", config.toString(), "--port", "0", "--history", history.toString());
                HttpClient http = HttpClient.newHttpClient()) {
            int control = Integer.parseInt(awaitStart(process).group(2));
            String listen =
                    new ToxiproxyClient("127.0.0.1", control).getProxy("store").getListen();
            HttpRequest put = HttpRequest.newBuilder(URI.create("http://" + listen + "/bucket/key"))
                    .PUT(HttpRequest.BodyPublishers.ofString("bytes"))
                    .build();

            assertThat(http.send(put, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(204);
            HttpResponse<String> second = http.send(put, HttpResponse.BodyHandlers.ofString());
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.body()).contains("<Code>SlowDown</Code>");
            assertThat(http.send(put, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(204);
            process.terminate();
            assertThat(process.awaitExit(PATIENCE)).isEqualTo(OptionalInt.of(0));
            assertThat(process.output()).contains("store/slow (http-answer on store): applied 1 times");
        } finally {
            upstream.stop(0);
        }
        assertThat(Files.readString(history)).contains("\"kind\":\"put-requested\"", "\"kind\":\"fault-observed\"");
    }

    /** Ten thousand where the system grants descriptors for them: two for each here, and two in the program. */
    @Test
    void ten_thousand_silent_connections_fit_into_a_small_heap_and_leave_no_trace() throws Exception {
        long granted =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        int count = (int) Math.min(10_000, (granted - SPARE_DESCRIPTORS) / 2);
        List<TcpClient> clients = new ArrayList<>();
        try (TcpServer server = TcpServer.echo();
                ChildProcess process = start("--port", "0")) {
            ToxiproxyClient control = new ToxiproxyClient(
                    "127.0.0.1", Integer.parseInt(awaitStart(process).group(2)));
            String listen =
                    control.createProxy("p", "127.0.0.1:0", server.address()).getListen();
            for (int i = 0; i < count; i++) {
                clients.add(TcpClient.connect(listen));
                awaitAccepted(server, i + 1 - ACCEPT_QUEUE);
            }

            for (int i = 0; i < count; i += count / 20) {
                assertThat(clients.get(i).send("hello").read(5)).isEqualTo("hello");
            }
            awaitAccepted(server, count);
            for (TcpClient client : clients) {
                client.close();
            }
            await().atMost(PATIENCE).until(() -> server.accepted().stream().allMatch(Socket::isClosed));
            try (TcpClient last = TcpClient.connect(listen)) {
                assertThat(last.send("bye").read(3)).isEqualTo("bye");
            }
            assertThat(process.peakResidentBytes()).isLessThan(400L * 1024 * 1024);
        }
    }

    /** A server's queue that overflows drops silent connections, which is not what is tested. */
    private static void awaitAccepted(TcpServer server, int atLeast) {
        if (server.acceptedCount() < atLeast) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> server.acceptedCount() >= atLeast);
        }
    }

    @Test
    void mistakes_are_named_and_nothing_is_started() throws Exception {
        assertThat(execute("--config", file("a.json", "{\"proxy\": []}").toString()))
                .contains("unknown field proxy; known are [plan, processes, proxies, seed]")
                .endsWith(" exit 2");
        assertThat(execute("--config", file("b.json", "[{\"name\":\"x\"}]").toString()))
                .contains("missing required field: upstream at proxy 1")
                .endsWith(" exit 2");
        assertThat(execute(
                        "--plan",
                        file("c.json", "{\"faults\":[{\"name\":\"x\"}]}").toString()))
                .contains("faults[0]: target is missing")
                .endsWith(" exit 2");
        assertThat(execute(
                        "--port",
                        "0",
                        "--plan",
                        file("d.json", "{\"faults\":[{\"name\":\"x\",\"target\":\"y\",\"fault\":{\"type\":\"down\"}}]}")
                                .toString()))
                .contains("x: there is no proxy y")
                .endsWith(" exit 2");
        assertThat(execute("--config", folder.resolve("none.json").toString())).endsWith(" exit 1");
        assertThat(execute("--history", file("there.jsonl", "").toString()))
                .contains("cannot create the history")
                .endsWith(" exit 1");
        assertThat(execute("--consumer", "EVENTS/sink"))
                .contains("--consumer and --ack-wait say how a --history is to be judged")
                .endsWith(" exit 2");
        String history = folder.resolve("new.jsonl").toString();
        assertThat(execute("--history", history, "--consumer", "EVENTS/sink"))
                .contains("--consumer and --ack-wait go together")
                .endsWith(" exit 2");
        assertThat(execute("--history", history, "--consumer", "sink", "--ack-wait", "30s"))
                .contains("a consumer is named as STREAM/CONSUMER, not as sink")
                .endsWith(" exit 2");
        assertThat(execute("--history", history, "--consumer", "EVENTS/sink", "--ack-wait", "soon"))
                .contains("'soon' is no duration such as 30s")
                .endsWith(" exit 2");
        assertThat(execute("--bogus")).contains("Unknown option").endsWith(" exit 2");
    }

    @Test
    void a_plan_is_described_in_words() throws Exception {
        Path plan = file("plan.json", """
                {"seed": 1, "faults": [{"name": "x", "target": "y", "fault": {"type": "down"},
                 "schedule": {"begin": {"type": "at", "millis": 2000}, "end": {"type": "lasting", "millis": 500}}}]}
                """);

        assertThat(execute("--plan", plan.toString(), "--describe"))
                .isEqualTo(
                        "seed 1, 1 faults\nx: at 2 s for 500 ms, on y nobody can connect, and open connections close\n"
                                + " exit 0");
    }

    private static String execute(String... arguments) {
        StringWriter text = new StringWriter();
        int exit = new CommandLine(new FaultProxyCommand())
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text))
                .execute(arguments);
        return text + " exit " + exit;
    }
}
