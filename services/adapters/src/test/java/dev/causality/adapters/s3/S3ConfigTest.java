package dev.causality.adapters.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.adapters.s3.S3Config.Checksums;
import dev.causality.adapters.s3.S3Config.Keys;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class S3ConfigTest {

    @Test
    void every_wrong_setting_is_reported_at_once() {
        assertThatThrownBy(() -> new S3Config(
                        URI.create("localhost"),
                        "",
                        "x",
                        Optional.empty(),
                        true,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Checksums.WHEN_REQUIRED,
                        0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "S3_ENDPOINT", "S3_REGION", "S3_BUCKET", "attempt timeout", "connection limit");
    }

    @Test
    void keys_are_given_both_or_not_at_all() {
        assertThatThrownBy(() -> new Keys("id", "")).hasMessageContaining("S3_SECRET_ACCESS_KEY");
    }

    @Test
    void m2_keys_are_never_printed() {
        S3Config config = S3Fixture.config(URI.create("http://localhost:9000"), "the-id", "the-secret");

        assertThat(config.toString()).doesNotContain("the-id", "the-secret");
    }
}
