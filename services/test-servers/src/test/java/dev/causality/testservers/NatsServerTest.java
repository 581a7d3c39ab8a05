package dev.causality.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.testservers.TestServer.Placement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsServerTest {
    private static final String CREATE_STREAM = "$JS.API.STREAM.CREATE.KEPT";
    private static final String STREAM_INFO = "$JS.API.STREAM.INFO.KEPT";

    @TempDir
    Path folder;

    @Test
    void a_started_server_answers_with_jetstream_and_its_version() throws IOException {
        try (NatsServer server = NatsServer.start();
                Client client = new Client(server)) {
            assertThat(client.greeting).contains("\"jetstream\":true").contains(server.version());
            assertThat(server.version()).matches("2\\.\\d+\\.\\d+.*");
            assertThat(server.url()).endsWith(":" + server.port());
            assertThat(server.residentBytes()).isPositive();
            assertThat(server.cpuTime()).isGreaterThanOrEqualTo(Duration.ZERO);
        }
    }

    @Test
    void what_a_stream_holds_survives_a_kill_and_the_restart_has_the_same_port() throws IOException {
        try (NatsServer server = NatsServer.start()) {
            int port = server.port();
            try (Client client = new Client(server)) {
                assertThat(client.request(CREATE_STREAM, "{\"name\":\"KEPT\",\"subjects\":[\"kept\"]}"))
                        .doesNotContain("error");
                assertThat(client.request("kept", "a message")).contains("\"seq\":1");
            }

            server.kill();
            assertThat(server.isRunning()).isFalse();
            server.restart();

            assertThat(server.port()).isEqualTo(port);
            try (Client client = new Client(server)) {
                assertThat(client.request(STREAM_INFO, "")).contains("\"messages\":1");
            }
        }
    }

    @Test
    void a_paused_server_keeps_its_connections_and_answers_once_resumed() throws IOException {
        try (NatsServer server = NatsServer.start();
                Client client = new Client(server)) {
            server.pause();
            assertThatThrownBy(client::ping).isInstanceOf(SocketTimeoutException.class);

            server.resume();
            assertThat(client.readLine()).isEqualTo("PONG");
        }
    }

    @Test
    void settings_reach_the_server() throws IOException {
        NatsServer.Builder settings = NatsServer.builder()
                .maxPayload(4096)
                .syncAlways()
                .jetStream("max_file_store: 123456789")
                .configuration("debug: true");
        try (NatsServer server = settings.start();
                Client client = new Client(server)) {
            assertThat(client.greeting).contains("\"max_payload\":4096");
            assertThat(client.request("$JS.API.INFO", "")).contains("\"type\"");
            assertThat(server.process().output()).contains("[DBG]").contains("Max Storage:     117.74 MB");
        }
    }

    @Test
    void a_port_that_somebody_else_took_is_replaced_by_another() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Iterator<Integer> ports =
                    List.of(taken.getLocalPort(), FreePorts.next()).iterator();
            Placement placement = new Placement(null, 0, ports::next);

            try (NatsServer server = NatsServer.builder().placement(placement).start()) {
                assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
            }
        }
    }

    @Test
    void a_server_that_cannot_start_says_why() {
        NatsServer.Builder settings = NatsServer.builder().configuration("no_such_setting: 1");

        assertThatThrownBy(settings::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("nats-server exited with code 1")
                .hasMessageContaining("no_such_setting");
    }

    @Test
    void a_version_that_is_not_installed_is_named_with_the_remedy() {
        NatsServer.Builder settings = NatsServer.builder().version("1.2.3");

        assertThatThrownBy(settings::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("nats-server 1.2.3 is missing")
                .hasMessageContaining("make setup");
    }

    @Test
    void a_named_folder_outlives_the_server_and_a_temporary_one_does_not() {
        NatsServer kept = NatsServer.builder().folder(folder).start();
        Path temporary;
        try (NatsServer server = NatsServer.start()) {
            temporary = server.process().log().getParent();
            assertThat(temporary).isDirectory();
        }
        kept.close();

        assertThat(temporary).doesNotExist();
        assertThat(Files.exists(folder.resolve("data"))).isTrue();
    }

    /** Just enough of the NATS protocol to see that the server works. */
    private static final class Client implements AutoCloseable {
        private static final int TIMEOUT_MILLIS = 1000;

        private final Socket socket;
        private final BufferedReader reader;
        private final String greeting;

        Client(NatsServer server) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            greeting = reader.readLine();
            send("CONNECT {\"verbose\":false,\"headers\":true}\r\nSUB reply 1\r\n");
        }

        String request(String subject, String body) throws IOException {
            send("PUB " + subject + " reply " + body.length() + "\r\n" + body + "\r\n");
            String line = readLine();
            assertThat(line).startsWith("MSG reply 1");
            return readLine();
        }

        void ping() throws IOException {
            send("PING\r\n");
            readLine();
        }

        String readLine() throws IOException {
            return reader.readLine();
        }

        private void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
