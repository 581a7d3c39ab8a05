package dev.causality.faults.proxy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.checkers.Judge;
import dev.causality.checkers.Judgement;
import dev.causality.checkers.Verdict;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryReader;
import dev.causality.checkers.history.RunEvent.RunEnded;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.faults.proxy.NatsSession;
import dev.causality.faults.proxy.engine.HostPort;
import dev.causality.testservers.ChildProcess;
import dev.causality.testservers.NatsServer;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program records when no harness is around it: a judge reads it, and it claims no more than it can show. */
class StandaloneHistoryTest {
    private static final Duration ACK_WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of("");

    /** What somebody does with a subscription to one message. */
    @FunctionalInterface
    private interface Session {
        void with(JetStreamSubscription subscription) throws Exception;
    }

    /** The same where the proxy's control API, whose address is given, plays a part. */
    @FunctionalInterface
    private interface ControlledSession {
        void with(JetStreamSubscription subscription, URI control) throws Exception;
    }

    private History record(String toxics, Session session, String... options) throws Exception {
        return record(ACK_WAIT, toxics, (subscription, _) -> session.with(subscription), options);
    }

    private History record(Duration ackWait, String toxics, ControlledSession session, String... options)
            throws Exception {
        Path history = folder.resolve("history.jsonl");
        try (NatsServer server = NatsServer.start()) {
            Path config = Files.writeString(folder.resolve("config.json"), """
                    [{"name": "nats", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:%d", "protocol": "nats",
                      "toxics": [%s]}]
                    """.formatted(server.port(), toxics));
            List<String> arguments = new ArrayList<>(
                    List.of("--config", config.toString(), "--port", "0", "--history", history.toString()));
            arguments.addAll(List.of(options));
            try (ChildProcess process = Program.start(arguments.toArray(String[]::new))) {
                int control = Integer.parseInt(Program.awaitStart(process).group(2));
                String listen = new ToxiproxyClient("127.0.0.1", control)
                        .getProxy("nats")
                        .getListen();
                try (Connection connection = Nats.connect(
                        "nats://127.0.0.1:" + HostPort.parse(listen).port())) {
                    session.with(
                            NatsSession.open(connection, ackWait), URI.create("http://127.0.0.1:" + control + "/"));
                }
                process.terminate();
                assertThat(process.awaitExit(Program.PATIENCE)).isEqualTo(OptionalInt.of(0));
            }
        }
        return HistoryReader.read(history);
    }

    private static String request(String method, URI address, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(address)
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isBetween(200, 204);
            return response.body();
        }
    }

    private static final String[] JUDGED = {"--consumer", "EVENTS/sink", "--ack-wait", "30s"};

    private static Verdict verdict(Judgement judgement, String invariant) {
        return judgement.findings().stream()
                .filter(finding -> finding.invariant().equals(invariant))
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    @Test
    void b5_deliveries_that_passed_a_proxy_alone_are_judged() throws Exception {
        History history = record("", NatsSession::failOnce, JUDGED);

        Judgement judgement = Judge.judge(history);

        assertThat(judgement.findings())
                .extracting(Judgement.Finding::invariant)
                .containsExactly("B5", "H3");
        assertThat(verdict(judgement, "B5"))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class,
                        valid -> assertThat(valid.toString()).contains("2 deliveries"));
        assertThat(verdict(judgement, "H3")).isInstanceOf(Verdict.Valid.class);
        assertThat(history.run().harness()).isEqualTo("fault-proxy");
        assertThat(history.run().options()).containsEntry("proxy nats", "127.0.0.1:" + upstream(history) + " nats");
    }

    private static String upstream(History history) {
        return history.run().options().getOrDefault("proxy nats", "").replaceAll(".*:(\\d+) nats", "$1");
    }

    @Test
    void b5_an_acknowledgement_that_a_toxic_swallows_never_reached_the_server_and_allows_a_redelivery()
            throws Exception {
        String swallows = "{\"name\": \"hole\", \"type\": \"black_hole\", \"stream\": \"upstream\"}";
        History history = record(
                Duration.ofSeconds(2),
                "",
                (subscription, control) -> {
                    Message message = subscription.fetch(1, ACK_WAIT).getFirst();
                    request("POST", control.resolve("proxies/nats/toxics"), swallows);
                    message.ack();
                    await().until(() -> request("GET", control.resolve("metrics"), "")
                            .contains("{fault=\"nats/hole\",kind=\"black-hole\"} 1"));
                    request("DELETE", control.resolve("proxies/nats/toxics/hole"), "");
                    NatsSession.acknowledge(subscription);
                },
                "--consumer",
                "EVENTS/sink",
                "--ack-wait",
                "2s");

        assertThat(verdict(Judge.judge(history), "B5")).isInstanceOf(Verdict.Valid.class);
        assertThat(history.all(Answered.class)).extracting(Answered::delivery).containsExactly(2L);
    }

    @Test
    void h3_what_was_still_open_when_the_proxy_was_stopped_leaves_the_verdict_unknown() throws Exception {
        History unanswered = record("", subscription -> subscription.fetch(1, ACK_WAIT), JUDGED);

        assertThat(verdict(Judge.judge(unanswered), "H3"))
                .isEqualTo(new Verdict.Unknown(
                        "it did not come to rest: 1 messages were delivered, and neither acknowledged nor terminated"));
    }

    @Test
    void h3_a_fault_that_was_never_healed_leaves_the_verdict_unknown() throws Exception {
        History faulty =
                record("{\"type\": \"latency\", \"attributes\": {\"latency\": 1}}", NatsSession::acknowledge, JUDGED);

        assertThat(verdict(Judge.judge(faulty), "H3"))
                .isEqualTo(new Verdict.Unknown(
                        "it did not come to rest: in force until the proxy was stopped: nats/latency_downstream"));
    }

    @Test
    void h3_a_history_without_a_named_consumer_is_whole_and_claims_nothing() throws Exception {
        History history = record("", NatsSession::acknowledge);

        assertThat(history.last(RunEnded.class)).isPresent();
        assertThat(verdict(Judge.judge(history), "H3"))
                .isEqualTo(new Verdict.Unknown(List.of(
                        "the run claims to show no invariant",
                        "it did not come to rest: no consumer was named whose deliveries could be waited for")));
    }

    @Test
    void a_proxy_that_is_killed_leaves_a_history_without_an_end() throws Exception {
        Path history = folder.resolve("history.jsonl");
        try (ChildProcess process = Program.start("--port", "0", "--history", history.toString())) {
            Program.awaitStart(process);
            process.kill();
            assertThat(process.awaitExit(Program.PATIENCE)).isPresent();
        }

        await().until(() -> Files.exists(history));
        assertThat(Files.readString(history)).doesNotContain("run-ended");
    }
}
