package dev.causality.faults.proxy.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.proxy.TcpClient;
import dev.causality.faults.proxy.TcpServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** H1, as far as it goes on real sockets: the same seed and the same traffic meet the same faults. */
class SeedsTest {
    private static final int SEEDS = 100;
    private static final int CONNECTIONS = 6;

    @Test
    void the_same_seed_and_traffic_meet_the_same_faults_and_another_seed_others() throws Exception {
        Set<List<String>> outcomes = new HashSet<>();
        try (TcpServer server = TcpServer.echo()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                List<String> first = outcome(seed, server);
                assertThat(outcome(seed, server)).as("seed %d", seed).isEqualTo(first);
                outcomes.add(first);
            }
        }
        assertThat(outcomes).hasSizeGreaterThan(SEEDS * 9 / 10);
    }

    /** What came back on each connection: which were limited, and which bytes were changed. */
    private static List<String> outcome(long seed, TcpServer server) throws Exception {
        List<String> received = new ArrayList<>();
        try (ControlFixture fixture = new ControlFixture(seed)) {
            String listen = fixture.post("/proxies", """
                    {"name": "p", "upstream": "%s", "toxics": [
                      {"type": "corrupt", "stream": "upstream", "toxicity": 0.7, "attributes": {"one_in": 20}},
                      {"type": "limit_data", "toxicity": 0.5, "attributes": {"bytes": 30}}]}
                    """.formatted(server.address()))
                    .json()
                    .path("listen")
                    .asText();
            for (int i = 0; i < CONNECTIONS; i++) {
                try (TcpClient client = TcpClient.connect(listen)) {
                    received.add(new String(
                            client.send("abcdefghijklmnopqrstuvwxyz0123456789")
                                    .end()
                                    .readAll(),
                            java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            }
        }
        return received;
    }
}
