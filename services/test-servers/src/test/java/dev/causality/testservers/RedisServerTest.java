package dev.causality.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.testservers.TestServer.Placement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisServerTest {
    @Test
    void what_was_written_survives_a_kill_and_the_restart_has_the_same_port() throws IOException {
        try (RedisServer server = RedisServer.start()) {
            String url = server.url();
            assertThat(command(server, "SET order 7")).isEqualTo("+OK");

            server.kill();
            server.restart();

            assertThat(server.url()).isEqualTo(url);
            assertThat(command(server, "STRLEN order")).isEqualTo(":1");
            assertThat(server.version()).matches("\\d+\\.\\d+\\.\\d+");
        }
    }

    @Test
    void a_port_that_somebody_else_took_is_replaced_by_another() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Iterator<Integer> ports =
                    List.of(taken.getLocalPort(), FreePorts.next()).iterator();

            try (RedisServer server = RedisServer.start(new Placement(null, 0, ports::next))) {
                assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
            }
        }
    }

    private static String command(RedisServer server, String line) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
