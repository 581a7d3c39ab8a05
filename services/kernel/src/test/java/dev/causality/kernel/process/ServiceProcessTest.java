package dev.causality.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, real signals, real exit codes. */
final class ServiceProcessTest {

    private static final String RUNNING = "\"message\":\"running\"";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void b8_sigterm_ends_a_healthy_service_with_exit_code_0() throws Exception {
        try (ToyProcess toy = toy(Map.of("TOY_STOP", "slow")).awaitLine(RUNNING)) {
            toy.signal("TERM");

            assertThat(toy.exitCode()).isZero();
            assertThat(toy.out()).contains("\"message\":\"stopped\"").contains("\"exit_code\":0");
        }
    }

    @Test
    void b8_sigint_does_the_same() throws Exception {
        try (ToyProcess toy = toy(Map.of()).awaitLine(RUNNING)) {
            toy.signal("INT");

            assertThat(toy.exitCode()).isZero();
        }
    }

    @Test
    void b8_a_stop_that_hangs_is_ended_inside_the_timeout_with_a_code_that_says_so() throws Exception {
        Map<String, String> environment = Map.of("TOY_STOP", "hangs", "SHUTDOWN_TIMEOUT", "2s");
        try (ToyProcess toy = toy(environment).awaitLine(RUNNING)) {
            toy.signal("TERM");

            assertThat(toy.exitCode()).isEqualTo(ExitCode.STOP_INCOMPLETE.code());
            assertThat(toy.out()).contains("the stop hangs", "\"after_ms\":1800");
        }
    }

    @Test
    void b8_a_stop_that_leaves_something_undone_is_not_clean() throws Exception {
        try (ToyProcess toy = toy(Map.of("TOY_STOP", "undone")).awaitLine(RUNNING)) {
            toy.signal("TERM");

            assertThat(toy.exitCode()).isEqualTo(ExitCode.STOP_INCOMPLETE.code());
            assertThat(toy.out()).contains("3 batches not written");
        }
    }

    @Test
    void b8_a_stop_that_throws_is_not_clean() throws Exception {
        try (ToyProcess toy = toy(Map.of("TOY_STOP", "throws")).awaitLine(RUNNING)) {
            toy.signal("TERM");

            assertThat(toy.exitCode()).isEqualTo(ExitCode.STOP_INCOMPLETE.code());
            assertThat(toy.out()).contains("the flush broke");
        }
    }

    @Test
    void a_second_signal_ends_the_process_at_once() throws Exception {
        Map<String, String> environment = Map.of("TOY_STOP", "hangs", "SHUTDOWN_TIMEOUT", "1h");
        try (ToyProcess toy = toy(environment).awaitLine(RUNNING)) {
            toy.signal("TERM");
            toy.awaitLine("\"message\":\"stopping\"");
            toy.signal("TERM");

            assertThat(toy.exitCode()).isEqualTo(128 + 15);
        }
    }

    @Test
    void a_signal_while_the_service_starts_ends_it_cleanly() throws Exception {
        try (ToyProcess toy = toy(Map.of("TOY_START", "waits")).awaitLine("ops server listens")) {
            assertThat(toy.get("/health").statusCode()).isEqualTo(200);
            assertThat(toy.get("/ready").body()).isEqualTo("{\"status\":\"failing\",\"reason\":\"starting\"}");

            toy.signal("TERM");

            assertThat(toy.exitCode()).isZero();
            assertThat(toy.out()).contains("stopped while starting");
        }
    }

    @Test
    void a_service_that_cannot_start_says_why_and_exits_with_3() throws Exception {
        try (ToyProcess toy = toy(Map.of("TOY_START", "fails"))) {
            assertThat(toy.exitCode()).isEqualTo(ExitCode.START_FAILED.code());
            assertThat(toy.err()).isEqualTo("toy cannot start: the bucket toys is not there; create it\n");
            assertThat(toy.out()).contains("cannot start").contains("stack_trace");
        }
    }

    @Test
    void an_error_at_start_ends_the_process_like_an_exception() throws Exception {
        try (ToyProcess toy = toy(Map.of("TOY_START", "misses-a-class"))) {
            assertThat(toy.exitCode()).isEqualTo(ExitCode.START_FAILED.code());
        }
    }

    @Test
    void an_ops_address_that_is_taken_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ToyProcess toy = toy(Map.of("METRICS_ADDR", "127.0.0.1:" + taken.getLocalPort()))) {
            assertThat(toy.exitCode()).isEqualTo(ExitCode.START_FAILED.code());
            assertThat(toy.err())
                    .contains("METRICS_ADDR: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("Address already in use");
        }
    }

    @Test
    void a_service_that_breaks_ends_the_process_with_4_and_the_reason() throws Exception {
        try (ToyProcess toy = toy(Map.of("TOY_LIFE", "breaks"))) {
            assertThat(toy.exitCode()).isEqualTo(ExitCode.SERVICE_FAILED.code());
            assertThat(toy.out()).contains("the stream was made again");
        }
    }

    @Test
    void m2_a_broken_service_that_hangs_is_unhealthy_until_the_watchdog_ends_it() throws Exception {
        Map<String, String> environment = Map.of("TOY_LIFE", "breaks", "TOY_STOP", "hangs", "SHUTDOWN_TIMEOUT", "3s");
        try (ToyProcess toy = toy(environment).awaitLine("the service is broken")) {
            assertThat(toy.get("/health").statusCode()).isEqualTo(503);
            assertThat(toy.exitCode()).isEqualTo(ExitCode.SERVICE_FAILED.code());
        }
    }

    @Test
    void m2_probes_and_metrics_are_served_while_the_service_runs() throws Exception {
        try (ToyProcess toy = toy(Map.of("TOY_LIFE", "not-ready")).awaitLine(RUNNING)) {
            HttpResponse<String> health = toy.get("/health");
            HttpResponse<String> ready = toy.get("/ready");

            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(health.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("{\"status\":\"failing\",\"reason\":\"no \\\"toys\\\" yet\"}");
            assertThat(toy.get("/metrics").body())
                    .contains("nats_connected 1.0", "nats_deliveries_total 0.0", "jvm_threads_current");
            assertThat(toy.get("/elsewhere").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void m2_a_stopping_service_is_healthy_and_not_ready() throws Exception {
        Map<String, String> environment = Map.of("TOY_STOP", "hangs");
        try (ToyProcess toy = toy(environment).awaitLine(RUNNING)) {
            assertThat(toy.get("/ready").statusCode()).isEqualTo(200);

            toy.signal("TERM");

            await().untilAsserted(() -> assertThat(toy.get("/ready").body()).contains("stopping: SIGTERM"));
            assertThat(toy.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void wrong_settings_are_all_named_at_once_before_anything_starts() throws Exception {
        Map<String, String> environment =
                Map.of("SHUTDOWN_TIMEOUT", "soon", "LOG_FORMAT", "xml", "TOY_PERCENT", "13", "TOY_KEY", "hunter2");
        try (ToyProcess toy = toy(environment)) {
            assertThat(toy.exitCode()).isEqualTo(ExitCode.BAD_SETTINGS.code());
            assertThat(toy.err())
                    .contains("3 settings are wrong", "SHUTDOWN_TIMEOUT=soon: expected", "LOG_FORMAT=xml: expected")
                    .contains("TOY_PERCENT must not be unlucky")
                    .doesNotContain("hunter2");
            assertThat(toy.out()).isEmpty();
        }
    }

    @Test
    void m2_no_secret_is_logged_at_start() throws Exception {
        try (ToyProcess toy = toy(Map.of("TOY_KEY", "hunter2")).awaitLine(RUNNING)) {
            toy.signal("TERM");

            assertThat(toy.exitCode()).isZero();
            assertThat(toy.out()).contains("\"TOY_KEY\":\"(hidden)\"").doesNotContain("hunter2");
        }
    }

    private ToyProcess toy(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("METRICS_ADDR", "127.0.0.1:0"));
        all.putAll(environment);
        return ToyProcess.start(folder, all);
    }
}
