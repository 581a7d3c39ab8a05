package dev.causality.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path folder;

    @Test
    void output_of_each_run_is_kept_apart_in_one_log() {
        Path log = folder.resolve("log");
        ChildProcess first = shell("echo first").log(log).start();
        first.awaitExit(LIMIT);
        ChildProcess second = shell("echo second >&2").log(log).start();
        second.awaitExit(LIMIT);

        assertThat(second.output()).isEqualTo("second\n");
        assertThat(log).hasContent("first\nsecond");
    }

    @Test
    void a_clean_environment_holds_only_what_is_given() {
        ChildProcess child = ChildProcess.builder("env", List.of("/usr/bin/env"))
                .cleanEnvironment()
                .environment(Map.of("ONLY", "this"))
                .start();
        child.awaitExit(LIMIT);

        assertThat(child.output()).isEqualTo("ONLY=this\n");
    }

    @Test
    void a_process_that_ends_before_it_is_ready_is_reported_with_its_output() {
        ChildProcess child = shell("echo no disk; exit 3").start();

        assertThatThrownBy(() -> child.awaitReady(LIMIT, () -> false))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("exited with code 3")
                .hasMessageContaining("no disk");
    }

    @Test
    void a_process_that_does_not_become_ready_is_reported_with_its_output() {
        try (ChildProcess child = shell("echo waiting; exec sleep 60").start()) {
            assertThatThrownBy(() -> child.awaitReady(Duration.ofMillis(500), () -> false))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("not ready within PT0.5S")
                    .hasMessageContaining("waiting");
        }
    }

    @Test
    void a_program_that_does_not_exist_is_named() {
        assertThatThrownBy(() ->
                        ChildProcess.builder("x", List.of("/no/such/program")).start())
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("/no/such/program");
    }

    @Test
    void stop_returns_the_exit_code_of_a_process_that_ends_in_order() {
        ChildProcess child = shell("trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done")
                .start();
        child.awaitReady(LIMIT, () -> child.output().contains("up"));

        assertThat(child.stop(LIMIT)).hasValue(7);
    }

    @Test
    void stop_kills_a_process_that_ignores_the_request_and_returns_no_code() {
        ChildProcess child =
                shell("trap '' TERM; echo up; while :; do sleep 0.05; done").start();
        child.awaitReady(LIMIT, () -> child.output().contains("up"));

        assertThat(child.stop(Duration.ofMillis(300))).isEmpty();
        assertThat(child.isAlive()).isFalse();
        assertThat(child.awaitExit(LIMIT)).hasValue(KILLED);
    }

    @Test
    void stop_wakes_a_paused_process_so_that_it_can_end_in_order() {
        ChildProcess child = shell("exec sleep 60").start();
        child.pause();

        assertThat(child.stop(LIMIT)).hasValue(TERMINATED);
    }

    @Test
    void a_paused_process_stands_still_until_it_is_resumed() {
        try (ChildProcess child =
                shell("while :; do echo tick; sleep 0.01; done").start()) {
            child.awaitReady(LIMIT, () -> child.output().contains("tick"));

            child.pause();
            String paused = child.output();
            assertThat(Polling.until(
                            Duration.ofMillis(300), () -> !child.output().equals(paused)))
                    .isFalse();

            child.resume();
            assertThat(Polling.until(LIMIT, () -> !child.output().equals(paused)))
                    .isTrue();
        }
    }

    @Test
    void a_process_that_has_ended_cannot_be_paused() {
        ChildProcess child = shell("exit 0").start();
        child.awaitExit(LIMIT);

        assertThatThrownBy(child::pause).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void memory_and_processor_time_are_those_of_the_process() {
        String busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo done; exec sleep 60";
        try (ChildProcess child = shell(busy).start()) {
            child.awaitReady(LIMIT, () -> child.output().contains("done"));

            assertThat(child.cpuTime()).isPositive();
            assertThat(child.residentBytes()).isBetween(100_000L, child.peakResidentBytes());
        }
    }

    @Test
    void children_die_with_a_jvm_that_is_killed() {
        ChildProcess jvm = ChildProcess.builder(
                        "jvm",
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Parent.class.getName()))
                .start();
        jvm.awaitReady(Duration.ofSeconds(30), () -> jvm.output().contains("child="));
        String pid = jvm.output().lines().findFirst().orElseThrow().substring("child=".length());
        ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();

        jvm.kill();

        assertThat(Polling.until(LIMIT, () -> !child.isAlive())).isTrue();
    }

    private static ChildProcess.Builder shell(String script) {
        return ChildProcess.builder("shell", List.of("/bin/sh", "-c", script));
    }

    /** A program that starts children, lets one of them end, and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) {
            ChildProcess gone = shell("exit 0").start();
            ChildProcess child = shell("exec sleep 600").start();
            gone.awaitExit(LIMIT);
            System.out.println("child=" + child.pid());
            child.awaitExit(Duration.ofMinutes(10));
        }
    }
}
