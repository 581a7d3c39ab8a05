package dev.causality.sink.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.adapters.nats.NatsConfig;
import dev.causality.adapters.nats.NatsStreams;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.testservers.ChildProcess;
import dev.causality.testservers.FreePorts;
import dev.causality.testservers.NatsServer;
import dev.causality.testservers.S3Server;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.ScreenView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The sink as a process of its own. */
class ProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Kernel KERNEL = Kernels.jdk();
    private static final String BUCKET = "warehouse";
    private static final int EVENTS = 20;

    /** What is above zero in a sink that stored events, buried a message and lost its connection once. */
    private static final List<String> COUNTED = List.of(
            "nats_messages_processed_total",
            "nats_batch_size_count",
            "nats_batch_size_sum",
            "nats_flush_latency_milliseconds_count",
            "nats_flush_latency_milliseconds_sum",
            "nats_ack_latency_milliseconds_count",
            "nats_deliveries_total",
            "nats_acks_total",
            "nats_terminations_total",
            "nats_reconnects_total",
            "s3_files_written_total",
            "s3_file_size_bytes_count",
            "s3_rows_written_total",
            "s3_request_duration_milliseconds_count{operation=\"put\"}",
            "sink_flushes_total",
            "sink_intents_total",
            "dead_letters_total",
            "dlq_depth",
            "nats_connected",
            "jvm_threads_current",
            "jvm_memory_used_bytes",
            "process_cpu_seconds_total");

    /** What is there besides. */
    private static final List<String> SHOWN = List.of(
            "dedup_dropped_total",
            "nats_redeliveries_total",
            "nats_naks_total",
            "nats_in_progress_total",
            "nats_lease_expiries_total",
            "sink_intents_settled_total",
            "sink_fences_met_total",
            "sink_buffered_events",
            "sink_buffered_bytes",
            "sink_oldest_buffered_age_seconds",
            "sink_open_partitions",
            "sink_failing_partitions",
            "sink_store_paused",
            "keeper_purged_messages_total");

    @Test
    void m1_the_metrics_of_a_running_sink_tell_of_the_work_that_it_has_done() {
        int ops = FreePorts.next();
        try (NatsServer nats = NatsServer.start();
                S3Server s3 = S3Server.start();
                NatsStreams streams = NatsStreams.connect(NatsConfig.of(nats.url(), "test"), KERNEL)) {
            s3.createBucket(BUCKET);
            try (ChildProcess sink = start(nats, s3, ops)) {
                sink.awaitReady(PATIENCE, () -> ready(ops));
                EventStream events = streams.existing("CAUSALITY_EVENTS", KERNEL.deadlineIn(PATIENCE));
                for (int i = 0; i < EVENTS; i++) {
                    publish(events, event());
                }
                publish(events, "poison".getBytes(StandardCharsets.US_ASCII));
                await().atMost(PATIENCE).until(() -> value(ops, "nats_messages_processed_total") >= EVENTS + 1);
                nats.kill();
                await().atMost(PATIENCE).until(() -> value(ops, "nats_connected") == 0);
                nats.restart();
                await().atMost(PATIENCE).until(() -> ready(ops) && value(ops, "dlq_depth") > 0);

                String metrics = get(ops, "/metrics").body();

                assertThat(COUNTED)
                        .allSatisfy(name -> assertThat(value(metrics, name)).isPositive());
                assertThat(SHOWN)
                        .allSatisfy(name -> assertThat(value(metrics, name)).isNotNegative());
                assertThat(value(metrics, "nats_batch_size_sum"))
                        .isEqualTo(value(metrics, "s3_rows_written_total"))
                        .isEqualTo(EVENTS);
                assertThat(value(metrics, "sink_flushes_total")).isEqualTo(value(metrics, "s3_files_written_total"));
                assertThat(sink.stop(PATIENCE)).hasValue(0);
            }
        }
    }

    private static ChildProcess start(NatsServer nats, S3Server s3, int ops) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        return ChildProcess.builder("sink", command)
                .environment(Map.of(
                        "METRICS_ADDR",
                        "127.0.0.1:" + ops,
                        "NATS_URL",
                        nats.url(),
                        "NATS_STREAM_MAX_BYTES",
                        "1GiB",
                        "S3_ENDPOINT",
                        s3.endpoint().toString(),
                        "S3_BUCKET",
                        BUCKET,
                        "S3_ACCESS_KEY_ID",
                        s3.accessKey(),
                        "S3_SECRET_ACCESS_KEY",
                        s3.secretKey(),
                        "BUFFER_MAX_BYTES",
                        "64MiB",
                        "BATCH_FLUSH_INTERVAL",
                        "1s"))
                .start();
    }

    private static byte[] event() {
        return EventEnvelope.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setAppId("shop")
                .setDeviceId("device")
                .setTimestampMs(1_790_000_000_000L)
                .setIdempotencyKey(UUID.randomUUID().toString())
                .setScreenView(ScreenView.newBuilder().setScreenName("home"))
                .build()
                .toByteArray();
    }

    private static void publish(EventStream events, byte[] payload) {
        Publication publication =
                new Publication("events.shop.screen.view", UUID.randomUUID().toString(), List.of(), payload);
        assertThat(events.publish(publication, KERNEL.deadlineIn(PATIENCE), Cancellation.NEVER))
                .isInstanceOf(PublishOutcome.Confirmed.class);
    }

    private static double value(int ops, String name) {
        return value(get(ops, "/metrics").body(), name);
    }

    /** The sum of all samples of this name, or of this name and these labels; below zero when there is none. */
    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElse(-1);
    }

    private static boolean ready(int ops) {
        try {
            return get(ops, "/ready").statusCode() == 200;
        } catch (UncheckedIOException notThere) {
            return false;
        }
    }

    private static HttpResponse<String> get(int ops, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ops + path))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
