package dev.causality.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.api.ServerInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OldServerTest {

    @ParameterizedTest
    @ValueSource(strings = {"2.9.10", "2.9.25", "1.4.1"})
    void a4_a_server_whose_purge_makes_consumers_forget_is_refused(String version) {
        assertThat(Session.unfit(info(version)).orElseThrow()).contains("nats-server " + version, "2.10.0 or newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.10.0", "2.10.26", "2.15.1", "2.16.0-dev", "3.0.0"})
    void others_will_do(String version) {
        assertThat(Session.unfit(info(version))).isEmpty();
    }

    private static ServerInfo info(String version) {
        return new ServerInfo("{\"server_id\":\"X\",\"version\":\"" + version + "\",\"max_payload\":1048576}");
    }
}
