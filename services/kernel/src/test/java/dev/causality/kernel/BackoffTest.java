package dev.causality.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {

    private static final Duration BASE = Duration.ofMillis(100);
    private static final Duration CAP = Duration.ofSeconds(10);

    private final Randomness random = new FixedKernel(Instant.EPOCH, 42).random("jitter");
    private final Backoff backoff = new Backoff(random, BASE, CAP);

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "5, 1600", "7, 6400", "8, 10000", "100, 10000", "2147483647, 10000"})
    void b6_delays_spread_evenly_up_to_a_bound_that_doubles_until_the_cap(int failures, long longestMillis) {
        List<Duration> delays =
                Stream.generate(() -> backoff.delay(failures)).limit(2_000).toList();

        assertThat(delays).allMatch(delay -> !delay.isNegative() && delay.toMillis() < longestMillis);
        double mean = delays.stream().mapToLong(Duration::toMillis).average().orElseThrow();
        assertThat(mean).isBetween(0.45 * longestMillis, 0.55 * longestMillis);
    }

    @Test
    void b6_a_floor_keeps_retries_from_coming_at_once() {
        Backoff floored = backoff.atLeast(Duration.ofMillis(80));

        assertThat(Stream.generate(() -> floored.delay(1)).limit(1_000))
                .allMatch(delay -> delay.toMillis() >= 80 && delay.toMillis() < 100);
    }

    @Test
    void bounds_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> new Backoff(random, Duration.ZERO, CAP)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(random, CAP, BASE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backoff.atLeast(CAP)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backoff.delay(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
