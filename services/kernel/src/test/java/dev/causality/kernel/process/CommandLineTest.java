package dev.causality.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a service does without being started. */
final class CommandLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_shows_every_setting_with_default_and_description() {
        assertThat(run(Map.of(), "--help")).isEqualTo(ExitCode.CLEAN);

        assertThat(text(out))
                .startsWith("Does nothing, well.")
                .contains("--check-settings", "--version")
                .contains("LOG_LEVEL (default info)", "Values: one of error, warn, info, debug, trace.")
                .contains("METRICS_ADDR (default 127.0.0.1:0)", "SHUTDOWN_TIMEOUT (default 30s)")
                .contains("TOY_PERCENT (default 50)", "A number with 100% of the trouble.")
                .contains("TOY_KEY");
    }

    @Test
    void version_is_that_of_the_build() {
        assertThat(run(Map.of(), "--version")).isEqualTo(ExitCode.CLEAN);

        assertThat(text(out)).matches("toy \\d+\\.\\d+\\.\\d+.*\\R");
    }

    @Test
    void checked_settings_are_shown_without_secrets() {
        assertThat(run(Map.of("TOY_KEY", "hunter2", "TOY_PERCENT", "7"), "--check-settings"))
                .isEqualTo(ExitCode.CLEAN);

        assertThat(text(out))
                .contains("TOY_PERCENT=7\n", "TOY_KEY=(hidden)\n", "SHUTDOWN_TIMEOUT=30s\n")
                .doesNotContain("hunter2");
    }

    @Test
    void b11_wrong_settings_are_all_named_in_one_message() {
        ExitCode code = run(Map.of("TOY_STOP", "never", "METRICS_ADDR", "9090"), "--check-settings");

        assertThat(code).isEqualTo(ExitCode.BAD_SETTINGS);
        assertThat(text(err))
                .startsWith("toy: 2 settings are wrong:")
                .contains("METRICS_ADDR=9090: expected an address", "TOY_STOP=never: expected one of clean, slow");
    }

    @Test
    void what_the_command_line_does_not_know_is_refused() {
        assertThat(run(Map.of(), "--verbose")).isEqualTo(ExitCode.BAD_SETTINGS);

        assertThat(text(err)).contains("Unknown option: '--verbose'", "Usage: toy");
    }

    private ExitCode run(Map<String, String> environment, String... args) {
        try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            return ServiceProcess.run(args, environment, ToyMain.DEFINITION, outStream, errStream);
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
