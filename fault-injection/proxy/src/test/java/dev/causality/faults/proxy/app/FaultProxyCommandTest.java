package dev.causality.faults.proxy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.faults.proxy.Main;
import dev.causality.faults.proxy.TcpClient;
import dev.causality.faults.proxy.TcpServer;
import dev.causality.testservers.ChildProcess;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The program, as its users start it. */
class FaultProxyCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENS = Pattern.compile("listens on (\\S+):(\\d+), seed (-?\\d+)");

    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    private static ChildProcess start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return ChildProcess.builder("fault-proxy", command).start();
    }

    private static Matcher awaitStart(ChildProcess process) {
        await().atMost(PATIENCE).until(() -> LISTENS.matcher(process.output()).find());
        Matcher matcher = LISTENS.matcher(process.output());
        assertThat(matcher.find()).isTrue();
        return matcher;
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
