package dev.causality.faults.proxy.protocol.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.proxy.NatsSession;
import dev.causality.faults.proxy.protocol.Recorder;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the decoder makes of a session of the real client with the real server. */
final class RecordedNatsTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void a_session_of_the_real_client_is_understood_however_it_is_cut() throws Exception {
        try (NatsServer server = NatsServer.start();
                Recorder recorder = Recorder.before(server.port())) {
            session(recorder.port());
            Recorder.Session session = recorder.sessions().getFirst();
            List<String> client = NatsTelling.ofClient(session.fromClient());
            List<String> fromServer = NatsTelling.ofServer(session.fromServer());

            assertThat(client).noneMatch(told -> told.startsWith("broken"));
            assertThat(fromServer).noneMatch(told -> told.startsWith("broken"));
            assertThat(client.getFirst()).contains(" CONNECT {");
            assertThat(fromServer.getFirst()).contains(" INFO {").doesNotContain("connect_urls");
            assertThat(client).anyMatch(told -> told.contains(" events.a reply ") && told.endsWith(" id id-1 [one]"));
            assertThat(fromServer)
                    .anyMatch(told -> told.contains("\"seq\":1") && told.contains("\"stream\":\"EVENTS\""))
                    .anyMatch(told -> told.contains("\"duplicate\":"))
                    .anyMatch(told -> told.contains("events.a EVENTS/sink delivery 1 of 1, consumer's 1"))
                    .anyMatch(told -> told.contains("events.a EVENTS/sink delivery 2 of 1"));
            assertThat(answers(client))
                    .containsExactly(
                            "EVENTS/sink delivery 1 of 1, consumer's 1 AckAnswer[kind=IN_PROGRESS, delay=PT0S, reason=]",
                            "EVENTS/sink delivery 1 of 1, consumer's 1 AckAnswer[kind=NAK, delay=PT0.05S, reason=]",
                            "EVENTS/sink delivery 2 of 1, consumer's 2 AckAnswer[kind=ACK, delay=PT0S, reason=]",
                            "EVENTS/sink delivery 1 of 2, consumer's 3 AckAnswer[kind=TERM, delay=PT0S, reason=]");
        }
    }

    private static List<String> answers(List<String> client) {
        return client.stream()
                .filter(told -> told.contains("AckAnswer"))
                .map(told -> told.substring(told.indexOf("EVENTS/sink")))
                .toList();
    }

    private static void session(int port) throws Exception {
        try (Connection connection = Nats.connect("nats://127.0.0.1:" + port)) {
            JetStreamSubscription sink = NatsSession.open(connection);
            NatsSession.failOnce(sink);
            connection.jetStream().publish("events.b", "two".getBytes(StandardCharsets.UTF_8));
            sink.fetch(1, LIMIT).getFirst().term();
            connection.flush(LIMIT);
        }
    }
}
