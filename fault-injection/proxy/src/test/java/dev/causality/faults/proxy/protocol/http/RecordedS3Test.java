package dev.causality.faults.proxy.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.faults.proxy.protocol.Recorder;
import dev.causality.testservers.S3Server;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the decoder makes of sessions of the real SDK with a real store. */
final class RecordedS3Test {
    private static final String CONTENT = "0123456789".repeat(2_000);

    @Test
    void sessions_of_the_real_sdk_are_understood_however_they_are_cut() throws Exception {
        try (S3Server store = S3Server.start();
                Recorder recorder = Recorder.before(store.port())) {
            session(store, recorder.port());
            List<String> requests = new ArrayList<>();
            List<String> responses = new ArrayList<>();
            for (Recorder.Session session : recorder.sessions()) {
                List<String> asked = HttpTelling.ofRequests(session.fromClient());
                requests.addAll(asked);
                responses.addAll(HttpTelling.ofResponses(
                        session.fromServer(),
                        asked.stream().map(told -> told.split(" ", -1)[1]).toArray(String[]::new)));
            }
            assertThat(requests).noneMatch(told -> told.startsWith("broken"));
            assertThat(responses).noneMatch(told -> told.startsWith("broken"));
            String shown = "[0123456789...20000 " + CONTENT.hashCode() + "]";
            assertThat(requests)
                    .anyMatch(told -> told.contains(" PUT /events/plain/a") && told.endsWith(shown))
                    .anyMatch(told -> told.contains(" PUT /events/wrapped/a") && told.endsWith(" content " + shown))
                    .anyMatch(told -> told.contains(" HEAD /events/plain/a"))
                    .anyMatch(told -> told.contains(" GET /events/plain/a"));
            assertThat(responses)
                    .anyMatch(told -> told.contains(" 200 ") && told.endsWith(shown))
                    .anyMatch(told -> told.contains(" 412 "));
        }
    }

    private static void session(S3Server store, int port) {
        try (S3Client client = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(store.accessKey(), store.secretKey())))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            RequestBody body = RequestBody.fromString(CONTENT);
            client.createBucket(request -> request.bucket("events"));
            client.putObject(request -> request.bucket("events").key("plain/a").ifNoneMatch("*"), body);
            client.putObject(
                    request -> request.bucket("events").key("wrapped/a").checksumAlgorithm(ChecksumAlgorithm.CRC32),
                    RequestBody.fromContentProvider(body.contentStreamProvider(), CONTENT.length(), "text/plain"));
            assertThatThrownBy(() -> client.putObject(
                            request -> request.bucket("events").key("plain/a").ifNoneMatch("*"), body))
                    .isInstanceOf(S3Exception.class);
            client.headObject(request -> request.bucket("events").key("plain/a"));
            client.getObjectAsBytes(request -> request.bucket("events").key("plain/a"));
        }
    }
}
