package dev.causality.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.testservers.TestServer.Placement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ServerTest {
    /** For an answer that must come, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** For an answer that must not come. */
    private static final Duration IMPATIENCE = Duration.ofSeconds(1);

    private static final int FORBIDDEN = 403;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void a_started_store_answers_and_refuses_who_has_no_key() throws Exception {
        try (S3Server store = S3Server.start()) {
            HttpResponse<String> response = get(store.endpoint());

            assertThat(response.statusCode()).isEqualTo(FORBIDDEN);
            assertThat(response.body()).contains("AccessDenied");
            assertThat(store.version()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(store.residentBytes()).isPositive();
            assertThat(store.cpuTime()).isPositive();
        }
    }

    @Test
    void what_was_stored_survives_a_kill_and_the_restart_has_the_same_port() throws Exception {
        try (S3Server store = S3Server.builder().folder(folder).start()) {
            URI endpoint = store.endpoint();
            Path object = Files.createDirectories(folder.resolve("data/bucket")).resolve("object");
            Files.writeString(object, "bytes");

            store.kill();
            assertThatThrownBy(() -> get(endpoint)).isInstanceOf(IOException.class);
            store.restart();

            assertThat(store.endpoint()).isEqualTo(endpoint);
            assertThat(get(endpoint).statusCode()).isEqualTo(FORBIDDEN);
            assertThat(object).hasContent("bytes");
        }
    }

    @Test
    void a_paused_store_answers_nobody_until_it_is_resumed() throws Exception {
        try (S3Server store = S3Server.start()) {
            store.pause();
            assertThatThrownBy(() -> get(store.endpoint(), IMPATIENCE)).isInstanceOf(HttpTimeoutException.class);

            store.resume();
            assertThat(get(store.endpoint()).statusCode()).isEqualTo(FORBIDDEN);
        }
    }

    @Test
    void a_store_takes_keys_beyond_ascii_whatever_the_locale_of_the_machine() throws IOException {
        try (S3Server store = S3Server.start()) {
            String environment = Files.readString(Path.of("/proc", Long.toString(store.pid()), "environ"));

            assertThat(environment.split("\0", -1)).contains("LC_ALL=C.UTF-8");
        }
    }

    @Test
    void a_port_that_somebody_else_took_is_replaced_by_another() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Iterator<Integer> ports =
                    List.of(taken.getLocalPort(), FreePorts.next()).iterator();
            Placement placement = new Placement(null, 0, ports::next);

            try (S3Server store = S3Server.builder().placement(placement).start()) {
                assertThat(store.port()).isNotEqualTo(taken.getLocalPort());
            }
        }
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return get(address, PATIENCE);
    }

    private HttpResponse<String> get(URI address, Duration limit) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(limit).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
