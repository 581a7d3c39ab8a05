package dev.causality.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NatsConfigTest {

    @Test
    void several_addresses_are_separated_by_commas() {
        assertThat(NatsConfig.of("nats://a:4222, tls://b", "test").servers())
                .containsExactly("nats://a:4222", "tls://b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:4222", "http://localhost", "nats://", "nats://a b", "nats://a,ftp://b"})
    void a_malformed_address_is_refused_and_the_setting_named(String url) {
        assertThatThrownBy(() -> NatsConfig.of(url, "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NATS_URL");
    }

    @Test
    void all_errors_come_in_one_message() {
        assertThatThrownBy(() -> new NatsConfig(
                        List.of("x"),
                        " ",
                        new NatsCredentials.None(),
                        Duration.ZERO,
                        Duration.ofSeconds(-1),
                        Duration.ZERO,
                        1))
                .hasMessageContaining("NATS_URL")
                .hasMessageContaining("name")
                .hasMessageContaining("connect timeout")
                .hasMessageContaining("request timeout")
                .hasMessageContaining("ping interval")
                .hasMessageContaining("outgoing limit");
    }

    @Test
    void m2_secrets_are_not_printed() {
        NatsConfig config = NatsConfig.of("nats://user:hush@host:4222,nats://hush@other", "test")
                .withCredentials(new NatsCredentials.UserPassword("user", "hush"));

        assertThat(config.toString()).doesNotContain("hush").contains("nats://host:4222", "nats://other");
        assertThat(config.credentials().toString()).doesNotContain("hush");
        assertThat(new NatsCredentials.Token("hush").toString()).doesNotContain("hush");
        assertThat(NatsConfig.withoutUserInfo("cannot reach [nats://u:hush@a, nats://hush@b:1/]"))
                .isEqualTo("cannot reach [nats://a, nats://b:1/]");
        assertThatThrownBy(() -> NatsConfig.of("http://u:hush@host", "test"))
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("hush"));
    }

    @Test
    void half_a_pair_of_credentials_is_refused() {
        assertThatThrownBy(() -> new NatsCredentials.UserPassword("user", "")).hasMessageContaining("both");
        assertThatThrownBy(() -> new NatsCredentials.Token(" ")).hasMessageContaining("blank");
    }
}
