package dev.causality.kernel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.kernel.Kernels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TelemetryTest {

    private static final Duration TWELVE_MILLIS = Duration.ofMillis(12);

    /** The names that dashboards and alerts rely on; a histogram stands there once. */
    private static final List<String> NAMES = """
            alerts_fired_total
            dead_letters_total[reason]
            dedup_dropped_total
            dlq_depth
            follower_gaps_total[follower]
            fulfillment_queue_depth
            gateway_api_keys
            gateway_events_accepted_total
            gateway_events_refused_total[reason]
            gateway_in_flight_bytes
            gateway_requests_in_flight
            http_request_duration_milliseconds_bucket[le, method, path, status]
            http_request_errors_total[method, path, status]
            http_request_total[method, path, status]
            keeper_oldest_unfinished_age_seconds
            keeper_purge_blocked
            keeper_purged_messages_total
            keeper_unfinished_messages
            nats_ack_latency_milliseconds_bucket[le]
            nats_acks_total
            nats_batch_size_bucket[le]
            nats_connected
            nats_deliveries_total
            nats_flush_latency_milliseconds_bucket[le]
            nats_in_progress_total
            nats_lease_expiries_total
            nats_messages_processed_total
            nats_naks_total[reason]
            nats_publishes_total[result]
            nats_reconnects_total
            nats_redeliveries_total
            nats_terminations_total
            order_processing_duration_seconds_bucket[le, status]
            orders_processed_total[status]
            rules_evaluated_total
            s3_failures_total[kind]
            s3_file_size_bytes_bucket[le]
            s3_files_written_total
            s3_request_duration_milliseconds_bucket[le, operation]
            s3_rows_written_total
            sink_buffered_bytes
            sink_buffered_events
            sink_failing_partitions
            sink_fences_met_total
            sink_flushes_total[cause]
            sink_intents_settled_total[outcome]
            sink_intents_total
            sink_oldest_buffered_age_seconds
            sink_open_partitions
            sink_store_paused
            stream_bytes[stream]
            stream_limit_bytes[stream]
            stream_messages[stream]
            webhook_failure_total
            webhook_success_total
            """.lines().toList();

    private final Telemetry telemetry = Telemetry.of(Kernels.jdk(), Part.values());

    private enum Why {
        TOO_LATE
    }

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void m1_every_instrument_has_its_documented_name_and_labels() {
        useEverything();

        assertThat(Rendered.of(telemetry).shapes()).containsExactlyElementsOf(NAMES);
    }

    @Test
    void m1_counters_of_a_service_start_at_zero_and_others_are_not_shown() {
        try (Telemetry sink = Telemetry.of(Kernels.jdk(), Part.STORE)) {
            assertThat(Rendered.of(sink).value("s3_files_written_total")).isZero();
            assertThat(Rendered.of(sink).has("alerts_fired_total")).isFalse();
        }
    }

    @Test
    void m1_counters_equal_what_was_counted() {
        telemetry.messagesDelivered(100, 7);
        telemetry.messagesDelivered(50, 0);
        telemetry.messagesHandedBack(3, NakReason.PARTITION_FAILED);
        telemetry.deadLettered(2, Why.TOO_LATE);
        telemetry.fileWritten(10_000, 123_456);

        Rendered rendered = Rendered.of(telemetry);
        assertThat(rendered.value("nats_deliveries_total")).isEqualTo(150);
        assertThat(rendered.value("nats_redeliveries_total")).isEqualTo(7);
        assertThat(rendered.value("nats_naks_total{reason=\"partition_failed\"}"))
                .isEqualTo(3);
        assertThat(rendered.value("dead_letters_total{reason=\"too_late\"}")).isEqualTo(2);
        assertThat(rendered.value("s3_rows_written_total")).isEqualTo(10_000);
        assertThat(rendered.value("s3_file_size_bytes_sum")).isEqualTo(123_456);
    }

    @Test
    void histograms_are_in_the_unit_of_their_name() {
        telemetry.batchFlushed(FlushCause.SIZE, 500, Duration.ofMillis(1_250));
        telemetry.orderProcessed(OrderResult.SUCCESS, Duration.ofMillis(250));

        Rendered rendered = Rendered.of(telemetry);
        assertThat(rendered.value("nats_flush_latency_milliseconds_sum")).isEqualTo(1_250);
        assertThat(rendered.value("nats_flush_latency_milliseconds_bucket{le=\"1000.0\"}"))
                .isZero();
        assertThat(rendered.value("nats_flush_latency_milliseconds_bucket{le=\"2500.0\"}"))
                .isEqualTo(1);
        assertThat(rendered.value("order_processing_duration_seconds_sum{status=\"success\"}"))
                .isEqualTo(0.25);
    }

    @Test
    void requests_count_as_errors_from_status_400_on() {
        Route route = telemetry.route("/v1/events/ingest");
        telemetry.requestAnswered(HttpMethod.POST, route, 200, TWELVE_MILLIS);
        telemetry.requestAnswered(HttpMethod.POST, route, 399, TWELVE_MILLIS);
        telemetry.requestAnswered(HttpMethod.POST, route, 400, TWELVE_MILLIS);

        Rendered rendered = Rendered.of(telemetry);
        String labels = "{method=\"POST\",path=\"/v1/events/ingest\",status=\"%d\"}";
        assertThat(rendered.value("http_request_total" + labels.formatted(200))).isEqualTo(1);
        assertThat(rendered.value("http_request_errors_total" + labels.formatted(400)))
                .isEqualTo(1);
        assertThat(rendered.has("http_request_errors_total" + labels.formatted(399)))
                .isFalse();
    }

    @Test
    void m1_raw_paths_cannot_become_labels() {
        assertThatThrownBy(() -> telemetry.route("/a path?x=1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        telemetry.route("/v1/admin/keys/" + i);
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("raw paths");
        assertThat(HttpMethod.of("BREW")).isEqualTo(HttpMethod.OTHER);
    }

    @Test
    void a_gauge_shows_what_its_source_says_when_asked_and_nothing_before() {
        assertThat(Rendered.of(telemetry).has("sink_buffered_events")).isFalse();
        double[] buffered = {1};
        telemetry.observe(Gauge.SINK_BUFFERED_EVENTS, () -> buffered[0]);
        buffered[0] = 42;

        assertThat(Rendered.of(telemetry).value("sink_buffered_events")).isEqualTo(42);

        telemetry.set(Gauge.SINK_BUFFERED_EVENTS, 7);
        assertThat(Rendered.of(telemetry).value("sink_buffered_events")).isEqualTo(7);
    }

    @Test
    void a_source_that_breaks_spoils_no_other_metric() {
        telemetry.observe(Gauge.DLQ_DEPTH, () -> {
            throw new IllegalStateException("gone");
        });
        telemetry.set(Gauge.NATS_CONNECTED, 1);

        assertThat(Rendered.of(telemetry).value("nats_connected")).isEqualTo(1);
        assertThat(Rendered.of(telemetry).has("dlq_depth")).isFalse();
    }

    @Test
    void the_jvm_tells_about_itself_and_processes_in_one_jvm_share_nothing() {
        try (Telemetry first = Telemetry.of(Kernels.jdk()).withJvm();
                Telemetry second = Telemetry.of(Kernels.jdk()).withJvm()) {
            first.alertsFired(1);

            assertThat(Rendered.of(first).shapes())
                    .contains("jvm_threads_current", "jvm_memory_used_bytes[area]", "process_cpu_seconds_total")
                    .anyMatch(shape -> shape.startsWith("jvm_gc_collection_seconds_count"));
            assertThat(Rendered.of(second).has("alerts_fired_total")).isFalse();
        }
    }

    @Test
    void the_format_follows_what_the_client_accepts() {
        String modern = "application/vnd.google.protobuf;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5";

        assertThat(telemetry.scrape(modern).contentType()).startsWith("application/openmetrics-text");
        assertThat(telemetry.scrape("application/vnd.google.protobuf").contentType())
                .startsWith("text/plain");
        assertThat(new String(telemetry.scrape(modern).body(), StandardCharsets.UTF_8))
                .endsWith("# EOF\n");
    }

    private void useEverything() {
        telemetry.requestAnswered(HttpMethod.POST, telemetry.route("/v1/events/batch"), 503, TWELVE_MILLIS);
        telemetry.messagesAcknowledged(1, TWELVE_MILLIS);
        telemetry.followerGap(Follower.INTENTS);
        telemetry.eventsRefused(1, Why.TOO_LATE);
        telemetry.fileWritten(1, 1);
        telemetry.storeAnswered(StoreOperation.PUT, TWELVE_MILLIS);
        telemetry.storeFailed(Why.TOO_LATE);
        telemetry.batchFlushed(FlushCause.AGE, 1, TWELVE_MILLIS);
        telemetry.deadLettered(1, Why.TOO_LATE);
        telemetry.orderProcessed(OrderResult.ERROR, TWELVE_MILLIS);
        telemetry.streamState(StreamRole.EVENTS, 1, 2, -1);
        for (Gauge gauge : Gauge.values()) {
            telemetry.set(gauge, 1);
        }
    }
}
