package dev.causality.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.gateway.config.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private final ManualClock clock = new ManualClock();
    private final TokenBucket bucket = new TokenBucket(clock, new Rate(100, 200));

    @Test
    void a_full_bucket_gives_its_burst_at_once_and_then_the_rate() {
        assertThat(bucket.take(200)).isZero();
        assertThat(bucket.take(1)).isPositive();

        clock.advance(Duration.ofMillis(500));

        assertThat(bucket.take(50)).isZero();
        assertThat(bucket.take(1)).isPositive();
    }

    @Test
    void the_wait_it_names_is_exactly_long_enough() {
        assertThat(bucket.take(200)).isZero();
        long wait = bucket.take(30);
        assertThat(Duration.ofNanos(wait)).isEqualTo(Duration.ofMillis(300));

        clock.advance(Duration.ofNanos(wait - 1_000));
        assertThat(bucket.take(30)).isPositive();

        clock.advance(Duration.ofNanos(1_000));
        assertThat(bucket.take(30)).isZero();
    }

    @Test
    void a_refused_request_costs_nothing() {
        assertThat(bucket.take(199)).isZero();
        assertThat(bucket.take(2)).isPositive();
        assertThat(bucket.take(1)).isZero();
    }

    @Test
    void a_batch_larger_than_the_bucket_passes_when_it_is_full_and_leaves_a_debt() {
        assertThat(bucket.take(300)).isZero();

        clock.advance(Duration.ofSeconds(1));
        assertThat(bucket.take(1)).isPositive();

        clock.advance(Duration.ofMillis(10));
        assertThat(bucket.take(1)).isZero();
    }

    @Test
    void it_never_holds_more_than_its_burst() {
        clock.advance(Duration.ofDays(365));
        assertThat(bucket.take(200)).isZero();
        assertThat(bucket.take(1)).isPositive();
    }
}
