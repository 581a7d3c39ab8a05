package dev.causality.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.kernel.settings.Declaration;
import dev.causality.kernel.settings.Settings;
import dev.causality.kernel.settings.SettingsException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {

    @Test
    void names_and_defaults_are_these() {
        assertThat(Settings.declarations(GatewaySettings::declare))
                .extracting(declaration -> declaration.name() + "=" + declaration.defaultText())
                .containsExactly(
                        "HTTP_ADDR=:8080",
                        "MAX_CONNECTIONS=4096",
                        "IDLE_CONNECTION_TIMEOUT=60s",
                        "NATS_URL=nats://localhost:4222",
                        "NATS_STREAM_NAME=CAUSALITY_EVENTS",
                        "NATS_STREAM_MAX_BYTES=10GiB",
                        "NATS_STREAM_REPLICAS=1",
                        "DEDUP_WINDOW=10m",
                        "MAX_BODY_SIZE=5242880",
                        "MAX_BATCH_EVENTS=1000",
                        "MAX_CONCURRENT_REQUESTS=512",
                        "MAX_IN_FLIGHT_BYTES=",
                        "BODY_READ_TIMEOUT=30s",
                        "RATE_LIMIT_ENABLED=true",
                        "RATE_LIMIT_PER_KEY_RPS=1000",
                        "RATE_LIMIT_PER_KEY_BURST=2000",
                        "API_KEYS_BUCKET=CAUSALITY_API_KEYS",
                        "API_KEYS_MAX_STALENESS=10s",
                        "ADMIN_TOKEN=",
                        "PUBLISH_TIMEOUT=5s");
    }

    @Test
    void the_defaults_are_the_documented_limits() {
        GatewaySettings settings = Settings.read(Map.of(), GatewaySettings::declare);

        assertThat(settings.core().usualRate()).contains(new Rate(1000, 2000));
        assertThat(settings.core().limits().bodyBytes()).isEqualTo(5 << 20);
        assertThat(settings.core().limits().batchEvents()).isEqualTo(1000);
        assertThat(settings.core().stream().dedupWindow()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.core().keys().adminToken()).isEmpty();
    }

    @Test
    void limits_can_be_switched_off() {
        assertThat(Settings.read(Map.of("RATE_LIMIT_ENABLED", "false"), GatewaySettings::declare)
                        .core()
                        .usualRate())
                .isEmpty();
    }

    @Test
    void the_secret_token_is_never_shown_and_declared_as_one() {
        Settings settings = Settings.of(Map.of("ADMIN_TOKEN", "0123456789abcdef0123"));
        GatewaySettings read = settings.build(GatewaySettings.declare(settings));

        assertThat(read.toString()).doesNotContain("0123456789abcdef0123");
        assertThat(settings.effective().get("ADMIN_TOKEN")).doesNotContain("0123456789abcdef0123");
        assertThat(settings.declarations())
                .filteredOn(Declaration::secret)
                .extracting(Declaration::name)
                .containsExactly("ADMIN_TOKEN");
    }

    @Test
    void everything_that_is_wrong_is_named_at_once() {
        assertThatThrownBy(() -> Settings.read(
                        Map.of(
                                "MAX_BODY_SIZE", "5 potatoes",
                                "DEDUP_WINDOW", "0s",
                                "MAX_BATCH_EVENTS", "1001",
                                "RATE_LIMIT_PER_KEY_RPS", "-1"),
                        GatewaySettings::declare))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("MAX_BODY_SIZE")
                .hasMessageContaining("DEDUP_WINDOW")
                .hasMessageContaining("MAX_BATCH_EVENTS")
                .hasMessageContaining("RATE_LIMIT_PER_KEY_RPS");
    }

    @Test
    void a7_a_memory_limit_that_cannot_hold_the_largest_request_is_refused() {
        assertThatThrownBy(() -> Settings.read(Map.of("MAX_IN_FLIGHT_BYTES", "8MiB"), GatewaySettings::declare))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("MAX_IN_FLIGHT_BYTES must hold the largest request");
    }

    @Test
    void a7_a_memory_limit_of_more_than_a_fifth_of_the_heap_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> config(Map.of("MAX_IN_FLIGHT_BYTES", "64MiB"), 319L << 20))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("MAX_IN_FLIGHT_BYTES must be at most a fifth of the heap")
                .hasMessageContaining("raise -Xmx");
        assertThat(inFlightBytes(Map.of("MAX_IN_FLIGHT_BYTES", "64MiB"), 320L << 20))
                .isEqualTo(64L << 20);
    }

    @Test
    void a7_the_usual_memory_limit_is_a_fifth_of_a_small_heap_and_64_mib_of_a_large_one() {
        assertThat(inFlightBytes(Map.of(), 4L << 30)).isEqualTo(64L << 20);
        assertThat(inFlightBytes(Map.of(), 100L << 20)).isEqualTo(20L << 20);
    }

    @Test
    void a7_a_heap_that_cannot_hold_the_largest_request_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> config(Map.of(), 48L << 20))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("MAX_IN_FLIGHT_BYTES must hold the largest request")
                .hasMessageContaining("raise -Xmx");
        assertThat(inFlightBytes(Map.of("MAX_BODY_SIZE", "1MiB"), 48L << 20)).isGreaterThan(9L << 20);
    }

    private static long inFlightBytes(Map<String, String> settings, long heapBytes) {
        return config(settings, heapBytes).limits().inFlightBytes();
    }

    private static GatewayConfig config(Map<String, String> values, long heapBytes) {
        return Settings.read(values, settings -> GatewayConfig.declare(settings, heapBytes));
    }

    @Test
    void an_admin_token_that_can_be_guessed_is_refused_without_showing_it() {
        assertThatThrownBy(() -> Settings.read(Map.of("ADMIN_TOKEN", "hunter2"), GatewaySettings::declare))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("ADMIN_TOKEN")
                .hasMessageNotContaining("hunter2");
    }
}
