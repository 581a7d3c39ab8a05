package dev.causality.deadletters.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.deadletters.DeadLetter;
import dev.causality.deadletters.DeadLetters;
import dev.causality.deadletters.Origin;
import dev.causality.deadletters.Reason;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.EventStream;
import dev.causality.ports.Header;
import dev.causality.ports.PublishOutcome;
import dev.causality.testservers.NatsServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person types them, on a real server that holds three entries. */
class CommandLineTest {

    private static final Kernel KERNEL = Kernels.jdk();
    private static final Instant CREATED = Instant.parse("2026-11-20T10:00:00.123456789Z");
    private static final Origin SINK = new Origin("CAUSALITY_EVENTS", CREATED, "warehouse-sink");
    private static final Origin ENGINE = new Origin("CAUSALITY_EVENTS", CREATED, "analysis-engine");

    private static NatsServer server;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void bury() {
        server = NatsServer.start();
        try (NatsStreams streams = NatsStreams.connect(NatsConfig.of(server.url(), "test"), KERNEL)) {
            EventStream graves =
                    streams.open(DeadLetters.streamSpec("CAUSALITY_DLQ", Duration.ofDays(30), -1, 1), soon());
            bury(streams, graves, SINK, 7, Reason.UNDECODABLE, "poison");
            bury(streams, graves, SINK, 9, Reason.PARTITION_FAILED, "late");
            bury(streams, graves, ENGINE, 9, Reason.INVALID, "odd");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void c4_depth_is_the_streams_own_count() {
        assertThat(run("depth")).isZero();
        assertThat(out.toString()).startsWith("3 entries, the oldest of ");
    }

    @Test
    void c4_a_depth_above_the_threshold_is_an_alert() {
        assertThat(run("depth", "--alert-above", "3")).isZero();
        assertThat(run("depth", "--alert-above", "2")).isEqualTo(1);
    }

    @Test
    void c3_entries_are_listed_newest_first() {
        assertThat(run("list")).isZero();

        assertThat(out.toString().lines().skip(1))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("3 ").contains("invalid", "analysis-engine 9"),
                        line -> assertThat(line).startsWith("2 ").contains("partition_failed", "warehouse-sink 9"),
                        line -> assertThat(line)
                                .startsWith("1 ")
                                .contains("undecodable", "warehouse-sink 7", "events.shop.screen.view"));
    }

    @Test
    void c3_a_list_can_be_narrowed() {
        assertThat(run("list", "--consumer", "warehouse-sink", "--reason", "undecodable"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(2).last().asString().startsWith("1 ");

        assertThat(run("list", "--limit", "1", "--consumer", "warehouse-sink")).isZero();
        assertThat(out.toString().lines()).hasSize(4).last().asString().startsWith("2 ");
    }

    @Test
    void c2_an_entry_is_shown_with_all_that_it_says_and_its_bytes(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("payload");

        assertThat(run("show", "1", "--payload-to", file.toString())).isZero();

        assertThat(out.toString())
                .contains("CAUSALITY_EVENTS, created " + CREATED)
                .contains("warehouse-sink", "undecodable", "why poison", "events.shop.screen.view")
                .containsPattern("sequence +7\\R")
                .containsPattern("deliveries +3\\R")
                .containsPattern("header +X-Trace: poison\\R")
                .containsPattern("bytes +6\\R");
        assertThat(Files.readAllBytes(file)).isEqualTo("poison".getBytes(UTF_8));
    }

    @Test
    void an_entry_that_is_not_there_is_an_error_that_names_it() {
        assertThat(run("show", "77")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no entry 77");
    }

    @Test
    void a_stream_that_is_not_there_is_named_and_not_created() {
        assertThat(run("depth", "--stream", "ELSEWHERE")).isEqualTo(3);
        assertThat(run("depth", "--stream", "ELSEWHERE")).isEqualTo(3);
        assertThat(err.toString()).contains("ELSEWHERE").contains("not found");
    }

    @Test
    void a_server_that_is_not_there_is_an_error_and_not_a_wait_for_ever() {
        assertThat(execute("depth", "--timeout", "1", "--nats-url", "nats://127.0.0.1:1"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("CAUSALITY_DLQ");
    }

    @Test
    void the_services_own_environment_says_where_the_entries_are() {
        Map<String, String> environment =
                Map.of("NATS_URL", server.url(), "NATS_STREAM_DLQ_STREAM_NAME", "ELSEWHERE", "S3_REGION", " ");

        assertThat(execute(environment, "depth", "--stream", "CAUSALITY_DLQ")).isZero();
        assertThat(execute(environment, "show", "1")).isEqualTo(3);
        assertThat(err.toString()).contains("ELSEWHERE");
        assertThat(execute(environment, "show", "--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("Default: ELSEWHERE ($NATS_STREAM_DLQ_STREAM_NAME)", "Default: us-east-1 ($S3_REGION)");
    }

    @Test
    void settings_without_a_value_have_the_sinks_defaults() {
        assertThat(execute("show", "--help")).isZero();

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "Default: nats://localhost:4222 ($NATS_URL)",
                        "Default: CAUSALITY_DLQ ($NATS_STREAM_DLQ_STREAM_NAME)",
                        "Default: http://localhost:9000 ($S3_ENDPOINT)",
                        "Default: us-east-1 ($S3_REGION)",
                        "Default: causality-events ($S3_BUCKET)");
    }

    @Test
    void settings_of_the_store_that_cannot_work_are_all_named() {
        Map<String, String> environment = Map.of("S3_ACCESS_KEY_ID", "id", "S3_USE_PATH_STYLE", "perhaps");

        assertThat(execute(environment, "show", "1", "--nats-url", server.url(), "--s3-endpoint", "elsewhere"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("3 settings are wrong", "S3_ENDPOINT", "S3_SECRET_ACCESS_KEY", "perhaps");
    }

    @Test
    void help_is_there_for_every_command() {
        for (String command : List.of("depth", "list", "show")) {
            assertThat(execute(command, "--help")).isZero();
        }
        assertThat(execute()).isZero();
        assertThat(out.toString()).contains("--nats-url", "--alert-above", "--payload-to", "Exit codes");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--nats-url", server.url()));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        return execute(Map.of(), arguments);
    }

    private int execute(Map<String, String> environment, String... arguments) {
        return Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private static void bury(
            NatsStreams streams, EventStream graves, Origin origin, long sequence, Reason reason, String text) {
        DeadLetters letters = new DeadLetters(KERNEL, graves, streams::maxPayloadBytes, origin, Optional.empty());
        DeadLetter letter = new DeadLetter(
                origin,
                sequence,
                "events.shop.screen.view",
                List.of(new Header("X-Trace", text)),
                text.getBytes(UTF_8),
                3,
                reason,
                "why " + text,
                CREATED,
                CREATED.plusSeconds(5));
        assertThat(letters.bury(letter, soon(), Cancellation.NEVER)).isInstanceOf(PublishOutcome.Confirmed.class);
    }

    private static Deadline soon() {
        return KERNEL.deadlineIn(Duration.ofSeconds(20));
    }
}
