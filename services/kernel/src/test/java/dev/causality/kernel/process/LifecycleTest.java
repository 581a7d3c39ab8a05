package dev.causality.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.Deadline;
import dev.causality.kernel.Service;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LifecycleTest {

    private record Told(Optional<String> notReady, Optional<String> failure) implements Service {

        @Override
        public Optional<String> stop(Deadline deadline) {
            return Optional.empty();
        }
    }

    private static final Service WORKS = new Told(Optional.empty(), Optional.empty());

    private final Lifecycle.Starting starting = new Lifecycle.Starting();

    @Test
    void m2_a_process_is_ready_only_while_its_service_runs_and_says_so() {
        Lifecycle.Running running = starting.running(WORKS);
        Lifecycle.Stopping stopping = running.stopping("SIGTERM");

        assertThat(starting.notReady()).hasValue("starting");
        assertThat(running.notReady()).isEmpty();
        assertThat(starting.running(new Told(Optional.of("no stream"), Optional.empty()))
                        .notReady())
                .hasValue("no stream");
        assertThat(stopping.notReady()).hasValue("stopping: SIGTERM");
        assertThat(stopping.stopped(Optional.empty()).notReady()).hasValue("stopped");
    }

    @Test
    void m2_a_broken_service_is_neither_healthy_nor_ready() {
        Lifecycle.Running broken = starting.running(new Told(Optional.empty(), Optional.of("broken")));

        assertThat(broken.unhealthy()).hasValue("broken");
        assertThat(broken.notReady()).hasValue("broken");
        assertThat(broken.failed("broken").unhealthy()).hasValue("broken");
        assertThat(broken.failed("broken").notReady()).hasValue("broken");
    }

    @Test
    void m2_starting_and_stopping_are_healthy() {
        assertThat(starting.unhealthy()).isEmpty();
        assertThat(starting.running(WORKS).stopping("SIGTERM").unhealthy()).isEmpty();
        assertThat(starting.abandoned().unhealthy()).isEmpty();
    }

    @Test
    void b8_each_end_has_its_exit_code() {
        Lifecycle.Stopping stopping = starting.running(WORKS).stopping("SIGTERM");

        assertThat(stopping.stopped(Optional.empty()).exitCode()).isEqualTo(ExitCode.CLEAN);
        assertThat(stopping.stopped(Optional.of("a batch")).exitCode()).isEqualTo(ExitCode.STOP_INCOMPLETE);
        assertThat(starting.abandoned().exitCode()).isEqualTo(ExitCode.CLEAN);
        assertThat(starting.failed("no bucket").exitCode()).isEqualTo(ExitCode.START_FAILED);
        assertThat(starting.running(WORKS).failed("broken").exitCode()).isEqualTo(ExitCode.SERVICE_FAILED);
    }
}
