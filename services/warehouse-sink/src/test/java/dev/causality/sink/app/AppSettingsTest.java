package dev.causality.sink.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.causality.kernel.settings.Settings;
import dev.causality.kernel.settings.SettingsDoc;
import dev.causality.kernel.settings.SettingsException;
import dev.causality.sink.config.SinkConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AppSettingsTest {

    private static SinkConfig read(Map<String, String> environment) {
        return Settings.read(environment, AppSettings::declare).core();
    }

    private static List<String> errors(Map<String, String> environment) {
        try {
            read(environment);
            return List.of();
        } catch (SettingsException e) {
            return e.errors();
        }
    }

    @Test
    void the_defaults_are_those_of_the_wire_and_work_together() {
        SinkConfig config = read(Map.of());

        assertThat(config.streams().events()).isEqualTo("CAUSALITY_EVENTS");
        assertThat(config.streams().deadLetters()).isEqualTo("CAUSALITY_DLQ");
        assertThat(config.streams().deadLettersMaxAge()).isEqualTo(Duration.ofDays(30));
        assertThat(config.delivery().consumer()).isEqualTo("warehouse-sink");
        assertThat(config.delivery().ackWait()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.delivery().deadAfter()).isEqualTo(5);
        assertThat(config.batching().workers()).isEqualTo(1);
        assertThat(config.batching().fetchBatchSize()).isEqualTo(100);
        assertThat(config.batching().maxEvents()).isEqualTo(10_000);
        assertThat(config.batching().flushInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.warehouse().prefix()).isEqualTo("events");
        assertThat(config.warehouse().outageBudget()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.keeper().maxAge()).isEqualTo(Duration.ofDays(7));
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void b11_settings_that_cannot_work_together_are_refused_all_in_one_message() {
        TreeMap<String, String> environment = new TreeMap<>();
        environment.put("ACK_WAIT", "5s");
        environment.put("S3_ATTEMPT_TIMEOUT", "6s");
        environment.put("MAX_ACK_PENDING", "10");
        environment.put("MAX_DELIVER", "3");
        environment.put("SHUTDOWN_TIMEOUT", "8s");
        environment.put("INTENT_RETENTION", "10s");
        environment.put("RETRY_DELAY", "10m");
        environment.put("BUFFER_MAX_BYTES", "2MiB");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> read(environment))
                .withMessageContainingAll(
                        "S3_ATTEMPT_TIMEOUT",
                        "MAX_ACK_PENDING",
                        "MAX_DELIVER",
                        "SHUTDOWN_TIMEOUT",
                        "INTENT_RETENTION",
                        "RETRY_DELAY_MAX",
                        "BUFFER_MAX_BYTES");
    }

    @Test
    void b11_each_contradiction_is_refused_by_itself() {
        assertThat(errors(Map.of("ACK_WAIT", "10s"))).singleElement().asString().contains("ACK_WAIT");
        assertThat(errors(Map.of("MAX_ACK_PENDING", "399")))
                .singleElement()
                .asString()
                .contains("FETCH_BATCH_SIZE");
        assertThat(errors(Map.of("MAX_ACK_PENDING", "400"))).isEmpty();
        assertThat(errors(Map.of("MAX_DELIVER", "9")))
                .singleElement()
                .asString()
                .contains("DEAD_AFTER");
        assertThat(errors(Map.of("MAX_DELIVER", "-1"))).isEmpty();
        assertThat(errors(Map.of("SHUTDOWN_TIMEOUT", "20s")))
                .singleElement()
                .asString()
                .contains("S3_ATTEMPT_TIMEOUT");
        assertThat(errors(Map.of("INTENT_RETENTION", "299s")))
                .singleElement()
                .asString()
                .contains("ACK_WAIT");
        assertThat(errors(Map.of("S3_PREFIX", "events/", "S3_DEAD_PREFIX", "/")))
                .anySatisfy(error -> assertThat(error).contains("S3_PREFIX (events/)", "slash"))
                .anySatisfy(error -> assertThat(error).contains("S3_DEAD_PREFIX (/)", "slash"));
        assertThat(errors(Map.of("NATS_STREAM_DLQ_MAX_AGE", "0s")))
                .singleElement()
                .asString()
                .contains("NATS_STREAM_DLQ_MAX_AGE");
        assertThat(errors(Map.of("BUFFER_MAX_BYTES", "500GiB")))
                .singleElement()
                .asString()
                .contains("heap");
        assertThat(errors(Map.of("S3_ACCESS_KEY_ID", "only-half")))
                .singleElement()
                .asString()
                .contains("S3_SECRET_ACCESS_KEY");
    }

    @Test
    void malformed_values_are_refused_naming_the_variable() {
        assertThat(errors(Map.of("WORKER_COUNT", "many", "ACK_WAIT", "soon", "PARQUET_COMPRESSION", "zip")))
                .hasSize(3)
                .anySatisfy(error -> assertThat(error).contains("WORKER_COUNT", "many"))
                .anySatisfy(error -> assertThat(error).contains("ACK_WAIT", "soon"))
                .anySatisfy(error -> assertThat(error).contains("PARQUET_COMPRESSION", "zip"));
    }

    @Test
    void a_secret_is_never_part_of_an_error() {
        assertThat(errors(Map.of("S3_SECRET_ACCESS_KEY", "hunter2")))
                .isNotEmpty()
                .noneMatch(e -> e.contains("hunter2"));
    }

    @Test
    void the_documentation_lists_every_setting() throws IOException {
        SettingsDoc.requireCurrent(
                Path.of("../../docs/settings.md"),
                "Warehouse sink",
                Settings.declarations(Main.definition().allSettings()));
    }
}
