package dev.causality.faults.proxy.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.TapEvent.ConnectionUnparsable;
import dev.causality.checkers.history.TapEvent.StoreAnswered;
import dev.causality.checkers.history.TapEvent.StoreRequested;
import dev.causality.checkers.history.WireEvent.PutAnswered;
import dev.causality.checkers.history.WireEvent.PutRequested;
import dev.causality.faults.proxy.protocol.http.HttpSupport;
import dev.causality.testservers.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class S3TapTest {
    private static final String CONTENT = "0123456789".repeat(30_000);

    private static final S3Server store = S3Server.start();

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeBucket() {
        try (S3Client client = Clients.s3(store, store.port())) {
            client.createBucket(request -> request.bucket("events"));
        }
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @Test
    void each_request_of_the_real_sdk_is_written_with_its_answer_and_what_it_carried_is_kept() throws Exception {
        try (TappedLink link = link()) {
            try (S3Client client = Clients.s3(store, link.port())) {
                session(client);
            }
            History history = link.end();
            assertThat(history.all(PutRequested.class))
                    .extracting(
                            PutRequested::holder,
                            PutRequested::objectKey,
                            PutRequested::bytes,
                            PutRequested::conditional)
                    .containsExactly(
                            tuple("sink-1", "a b/é+1", 300_000L, true),
                            tuple("sink-1", "wrapped", 300_000L, false),
                            tuple("sink-1", "a b/é+1", 300_000L, true));
            assertThat(history.all(PutAnswered.class))
                    .extracting(PutAnswered::status)
                    .containsExactly(200, 200, 412);
            assertThat(history.all(StoreRequested.class))
                    .extracting(StoreRequested::operation, StoreRequested::objectKey)
                    .containsExactly(tuple("HEAD_OBJECT", "wrapped"), tuple("GET_OBJECT", "no such"));
            assertThat(history.all(StoreAnswered.class))
                    .extracting(StoreAnswered::status)
                    .containsExactly(200, 404);
            assertThat(history.all(ConnectionUnparsable.class)).isEmpty();
            assertThat(link.taps().completedPuts())
                    .isEqualTo(history.all(PutRequested.class)
                            .map(PutRequested::put)
                            .toList());
            for (PutRequested put : history.all(PutRequested.class).toList()) {
                assertThat(Files.readString(folder.resolve("puts").resolve(put.put())))
                        .isEqualTo(CONTENT);
            }
        }
    }

    @Test
    void an_upload_that_is_cut_off_is_none_and_leaves_no_copy() throws Exception {
        try (TappedLink link = link()) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), link.port())) {
                client.getOutputStream()
                        .write("PUT /events/k HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345"
                                .getBytes(StandardCharsets.UTF_8));
                await().until(() -> copies().size() == 1);
            }
            await().until(() -> copies().isEmpty());
            assertThat(link.end().all(PutRequested.class)).isEmpty();
        }
    }

    @Test
    void what_is_not_http_is_recorded_once_and_goes_on() throws Exception {
        try (TappedLink link = link();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), link.port())) {
            client.getOutputStream().write("PING\r\n\r\nPING\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("400");
            assertThat(link.all(ConnectionUnparsable.class)).hasSize(1);
        }
    }

    private TappedLink link() throws IOException {
        return new TappedLink(folder, store.port(), taps -> new HttpSupport("s3", _ -> taps.s3("sink-1")));
    }

    private List<Path> copies() throws IOException {
        try (var files = Files.list(folder.resolve("puts"))) {
            return files.toList();
        }
    }

    private static void session(S3Client client) {
        RequestBody body = RequestBody.fromString(CONTENT);
        client.putObject(request -> request.bucket("events").key("a b/é+1").ifNoneMatch("*"), body);
        client.putObject(
                request -> request.bucket("events").key("wrapped").checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromContentProvider(body.contentStreamProvider(), CONTENT.length(), "text/plain"));
        assertThatThrownBy(() -> client.putObject(
                        request -> request.bucket("events").key("a b/é+1").ifNoneMatch("*"), body))
                .isInstanceOf(S3Exception.class);
        client.headObject(request -> request.bucket("events").key("wrapped"));
        assertThatThrownBy(() -> client.getObjectAsBytes(
                        request -> request.bucket("events").key("no such")))
                .isInstanceOf(S3Exception.class);
    }
}
