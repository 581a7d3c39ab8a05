package dev.causality.conformance.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {

    @Test
    void durations_are_written_as_people_write_them() {
        assertThat(Durations.parse("30s")).contains(Duration.ofSeconds(30));
        assertThat(Durations.parse(" 5m ")).contains(Duration.ofMinutes(5));
        assertThat(Durations.parse("2h")).contains(Duration.ofHours(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "1.5s", "-3s", "30 s", "30d", "99999999s"})
    void anything_else_is_none(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }
}
