package dev.causality.conformance.system.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.history.ClientEvent.PoisonAttempt;
import dev.causality.checkers.history.ClientEvent.PoisonConfirmed;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryReader;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.checkers.history.RunEvent.Scope;
import dev.causality.checkers.history.StreamEvent.DeadLetter;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import dev.causality.checkers.history.StreamEvent.StreamSample;
import dev.causality.conformance.system.observe.NatsAccess;
import dev.causality.conformance.system.plan.PoisonKind;
import dev.causality.conformance.system.plan.Seeds;
import dev.causality.conformance.system.workload.PoisonSource;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamEvidenceTest {
    @TempDir
    Path folder;

    private NatsServer server;
    private NatsAccess nats;

    @BeforeEach
    void start() throws Exception {
        server = NatsServer.start();
        nats = NatsAccess.connect(server.url());
        stream("EVENTS", "events.>");
        stream("DLQ", "dlq.>");
    }

    private void stream(String name, String subject) throws Exception {
        nats.connection()
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(subject)
                        .storageType(StorageType.File)
                        .build());
    }

    @AfterEach
    void stop() {
        nats.close();
        server.close();
    }

    private interface Writing {
        void into(HistoryWriter history) throws Exception;
    }

    private History history(Writing writing) throws Exception {
        Path file = folder.resolve("history.jsonl");
        try (HistoryWriter history = HistoryWriter.create(file)) {
            Scope scope = new Scope(List.of(), List.of(), 0, "EVENTS", "c", "events.>", 1, 1, "");
            history.append(at -> new RunBegun(at, 1, "test", 1, "c", "t", Map.of(), Map.of(), scope));
            writing.into(history);
        }
        return HistoryReader.read(file);
    }

    @Test
    void every_message_is_in_the_history_with_the_stream_s_last_state() throws Exception {
        for (int i = 0; i < 2500; i++) {
            nats.connection().publish("events.a", new Headers().put("Nats-Msg-Id", "a:" + i), new byte[i % 7]);
        }
        nats.connection().flush(java.time.Duration.ofSeconds(5));
        History history = history(file -> assertThat(new StreamEvidence(nats.connection(), file).readEvents("EVENTS"))
                .isEqualTo(2500));
        assertThat(history.all(MessageInStream.class).map(MessageInStream::sequence))
                .hasSize(2500)
                .isSorted();
        assertThat(history.all(MessageInStream.class))
                .anyMatch(message -> "a:7".equals(message.messageId()) && message.bytes() == 0);
        assertThat(history.last(StreamSample.class))
                .hasValueSatisfying(sample -> assertThat(sample.messages()).isEqualTo(2500));
    }

    @Test
    void b4_every_kind_of_poison_gets_into_the_stream_with_the_bytes_that_the_history_names() throws Exception {
        String created = NatsAccess.created(nats.stream("EVENTS").orElseThrow());
        History history = history(file -> {
            PoisonSource source = new PoisonSource(new Seeds(3).fork("poison"), nats.connection(), created, file);
            for (PoisonKind kind : PoisonKind.values()) {
                source.publish(kind.name(), kind);
            }
            new StreamEvidence(nats.connection(), file).readEvents("EVENTS");
        });
        assertThat(history.all(PoisonConfirmed.class)).hasSize(PoisonKind.values().length);
        assertThat(history.all(MessageInStream.class).map(MessageInStream::sha256))
                .containsExactlyElementsOf(history.all(PoisonAttempt.class)
                        .map(PoisonAttempt::sha256)
                        .toList());
        assertThat(history.all(MessageInStream.class)).anyMatch(message -> message.bytes() == 1 << 20);
        assertThat(history.all(MessageInStream.class))
                .allMatch(message -> message.created().equals(created));
    }

    @Test
    void c2_a_dead_letter_is_read_with_its_headers_and_its_bytes_wherever_they_are() throws Exception {
        Connection connection = nats.connection();
        Headers inside = new Headers()
                .put("X-DLQ-Original-Subject", "events.a")
                .put("X-DLQ-Stream", "EVENTS")
                .put("X-DLQ-Sequence", "7")
                .put("X-DLQ-Deliveries", "1")
                .put("X-DLQ-Header-Nats-Msg-Id", "a:k")
                .put("Nats-Msg-Id", "EVENTS:1:c:7");
        connection.publish("dlq.events.a", inside, "x".getBytes(StandardCharsets.UTF_8));
        connection.publish("dlq.events.a", new Headers().put("X-DLQ-Payload-Object", "dlq/there"), null);
        connection.publish("dlq.events.a", new Headers().put("X-DLQ-Payload-Object", "dlq/gone"), null);
        connection.flush(java.time.Duration.ofSeconds(5));
        History history = history(file -> new StreamEvidence(connection, file)
                .readDeadLetters("DLQ", key -> key.equals("dlq/there") ? Optional.of(new byte[3]) : Optional.empty()));
        List<DeadLetter> entries = history.all(DeadLetter.class).toList();
        assertThat(entries).extracting(DeadLetter::bytes).containsExactly(1L, 3L, -1L);
        assertThat(entries.getFirst()).satisfies(entry -> {
            assertThat(entry.sequence()).isEqualTo(7);
            assertThat(entry.originalMessageId()).isEqualTo("a:k");
            assertThat(entry.reason()).isNull();
        });
    }

    @Test
    void an_empty_stream_is_read_too() throws Exception {
        History history = history(file -> new StreamEvidence(nats.connection(), file).readEvents("EVENTS"));
        assertThat(history.last(StreamSample.class)).isPresent();
    }
}
