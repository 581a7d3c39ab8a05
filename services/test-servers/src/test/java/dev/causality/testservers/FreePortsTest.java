package dev.causality.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    private static final int FIRST_EPHEMERAL_PORT = 32_768;

    @Test
    void a_free_port_lies_below_those_of_outgoing_connections() {
        assertThat(FreePorts.next()).isBetween(1024, FIRST_EPHEMERAL_PORT - 1);
    }

    @Test
    void a_port_in_use_is_passed_over() throws IOException {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free = FreePorts.next();
            Iterator<Integer> candidates = List.of(used.getLocalPort(), free).iterator();

            assertThat(FreePorts.next(candidates::next)).isEqualTo(free);
        }
    }

    @Test
    void the_search_ends_when_every_port_is_in_use() throws IOException {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> FreePorts.next(used::getLocalPort))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("no free loopback port");
        }
    }
}
