package dev.causality.conformance.system.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.conformance.system.stack.ServiceJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReproductionTest {
    @TempDir
    private Path root;

    @Test
    void h6_a_run_with_defaults_needs_its_seed_and_its_duration_only() throws IOException {
        ServiceJars defaults =
                new ServiceJars(jar(ServiceJars.defaultGateway(root)), jar(ServiceJars.defaultSink(root)));
        assertThat(again(RunOptions.DEFAULT_RATE, defaults)).isEqualTo("make conformance SEED=42 DURATION=90s");
    }

    @Test
    void h6_the_command_names_the_rate_and_the_jars_that_were_not_the_default() throws IOException {
        Path gateway = jar(root.resolve("my gateway.jar"));
        Path sink = jar(root.resolve("sink.jar"));
        assertThat(again(600, new ServiceJars(gateway, sink)))
                .isEqualTo("make conformance SEED=42 DURATION=90s ARGS=\"--rate=600 --gateway-jar='" + gateway
                        + "' --sink-jar=" + sink + "\"");
    }

    private String again(int rate, ServiceJars jars) {
        RunOptions options = new RunOptions(42, Duration.ofSeconds(90), rate, jars, root, root.resolve("results"));
        return Reproduction.command(options.seed(), options.described());
    }

    private static Path jar(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.createFile(path);
    }
}
