package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.KERNEL;
import static dev.causality.adapters.nats.NatsFixture.inMillis;
import static dev.causality.adapters.nats.NatsFixture.publish;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.kernel.Cancellation;
import dev.causality.ports.PortException;
import dev.causality.testservers.NatsServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    @Test
    void user_and_password_open_the_door_and_wrong_ones_are_named_as_the_reason() {
        try (NatsServer server = NatsServer.builder()
                .configuration("authorization { user: \"causality\", password: \"open-sesame\" }")
                .start()) {
            NatsConfig config = NatsFixture.config(server);

            works(config.withCredentials(new NatsCredentials.UserPassword("causality", "open-sesame")));
            refused(config.withCredentials(new NatsCredentials.UserPassword("causality", "wrong-word")));
            refused(config);
        }
    }

    @Test
    void a_token_opens_the_door() {
        try (NatsServer server = NatsServer.builder()
                .configuration("authorization { token: \"open-sesame\" }")
                .start()) {
            works(NatsFixture.config(server).withCredentials(new NatsCredentials.Token("open-sesame")));
            refused(NatsFixture.config(server).withCredentials(new NatsCredentials.Token("wrong-word")));
        }
    }

    @Test
    void b12_a_list_of_servers_works_while_one_of_them_does() {
        try (NatsServer server = NatsServer.start()) {
            String urls = "nats://127.0.0.1:1," + server.url() + ",nats://127.0.0.1:2";
            for (int i = 0; i < 5; i++) {
                try (NatsStreams streams = NatsStreams.connect(NatsConfig.of(urls, "test"), KERNEL)) {
                    publish(streams.open(NatsFixture.spec("S"), soon()), "x");
                    KERNEL.sleep(Duration.ofMillis(100), Cancellation.NEVER);
                    assertThat(streams.connected()).isTrue();
                }
            }
        }
    }

    private static void works(NatsConfig config) {
        try (NatsStreams streams = NatsStreams.connect(config, KERNEL)) {
            publish(streams.open(NatsFixture.spec("S"), soon()), "x");
        }
    }

    private static void refused(NatsConfig config) {
        try (NatsStreams streams = NatsStreams.connect(config, KERNEL)) {
            assertThatThrownBy(() -> streams.open(NatsFixture.spec("S"), inMillis(3_000)))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("Authorization Violation")
                    .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("wrong-word"));
        }
    }
}
