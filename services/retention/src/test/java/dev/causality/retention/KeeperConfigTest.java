package dev.causality.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeeperConfigTest {

    @Test
    void the_defaults_are_these() {
        KeeperConfig config = KeeperConfig.of(List.of("warehouse-sink"), Duration.ofDays(7), Duration.ofMinutes(10));

        assertThat(config)
                .isEqualTo(new KeeperConfig(
                        List.of("warehouse-sink"),
                        Duration.ofDays(7),
                        Duration.ofMinutes(10),
                        0.8,
                        0.6,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2)));
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        assertThatThrownBy(() -> new KeeperConfig(
                        List.of(),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        0.5,
                        0.6,
                        Duration.ZERO,
                        Duration.ofSeconds(-1),
                        Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one consumer")
                .hasMessageContaining("maximum age")
                .hasMessageContaining("watermarks")
                .hasMessageContaining("interval")
                .hasMessageContaining("clock tolerance")
                .hasMessageContaining("advisory delay");
    }

    @Test
    void a_consumer_that_is_named_twice_or_not_at_all_is_refused() {
        for (List<String> names : List.of(List.of("a", "a"), List.of(" "))) {
            assertThatThrownBy(() -> KeeperConfig.of(names, Duration.ofDays(7), Duration.ofMinutes(10)))
                    .hasMessageContaining("distinct names");
        }
    }
}
