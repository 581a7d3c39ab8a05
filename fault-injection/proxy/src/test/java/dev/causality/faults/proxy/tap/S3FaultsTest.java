package dev.causality.faults.proxy.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.causality.checkers.history.TapEvent.ConnectionUnparsable;
import dev.causality.checkers.history.WireEvent.PutAnswered;
import dev.causality.checkers.history.WireEvent.PutRequested;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.HttpFault.Loss;
import dev.causality.faults.plan.HttpFault.Match;
import dev.causality.faults.plan.HttpFault.Part;
import dev.causality.faults.plan.HttpFault.Point;
import dev.causality.faults.plan.Occurrence;
import dev.causality.faults.proxy.protocol.http.HttpSupport;
import dev.causality.testservers.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Each fault against the real SDK and a real store. */
final class S3FaultsTest {
    private static final String CONTENT = "0123456789".repeat(30_000);
    private static final Match PUT = Match.of("PUT", "/events/*", Occurrence.first(1));
    private static final Match GET = Match.of("GET", "/events/*", Occurrence.first(1));

    private static final S3Server STORE = S3Server.start();

    private static int keys;

    @TempDir
    private Path folder;

    private TappedLink link;
    private S3Client client;
    private S3Client direct;
    private final String key = "k" + keys++;

    @BeforeAll
    static void makeBucket() {
        try (S3Client client = Clients.s3(STORE, STORE.port())) {
            client.createBucket(request -> request.bucket("events"));
        }
    }

    @AfterAll
    static void stop() {
        STORE.close();
    }

    @BeforeEach
    void connect() throws IOException {
        link = new TappedLink(folder, STORE.port(), taps -> new HttpSupport("s3", _ -> taps.s3("sink-1")));
        client = Clients.s3(STORE, link.port(), false);
        direct = Clients.s3(STORE, STORE.port());
    }

    @AfterEach
    void disconnect() {
        client.close();
        direct.close();
        assertThat(link.end().all(ConnectionUnparsable.class)).isEmpty();
        link.close();
    }

    @ParameterizedTest
    @CsvSource({
        "503,SlowDown",
        "500,InternalError",
        "403,AccessDenied",
        "404,NoSuchBucket",
        "412,PreconditionFailed",
        "409,ConditionalRequestConflict",
    })
    void an_answer_in_s3_s_own_words_comes_without_the_store_knowing(int status, String code) {
        link.add("f", new HttpFault.Answer(PUT, status, code));
        AwsServiceException refused = catchThrowableOfType(AwsServiceException.class, this::put);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(stored()).isFalse();
        assertThat(link.all(PutRequested.class)).isEmpty();
        put();
        assertThat(stored()).isTrue();
        assertThat(link.applications("f")).isEqualTo(1);
    }

    @Test
    void requests_before_and_after_an_answered_one_go_on_over_the_same_connection() {
        put();
        link.add("f", new HttpFault.Answer(GET, 503, "SlowDown"));
        assertThatThrownBy(this::get).isInstanceOf(S3Exception.class);
        assertThat(get()).isEqualTo(CONTENT);
        put();
        assertThat(link.all(PutAnswered.class)).extracting(PutAnswered::status).containsExactly(200, 200);
    }

    @ParameterizedTest
    @EnumSource(value = Loss.class, names = "SILENCE", mode = EnumSource.Mode.EXCLUDE)
    void a_response_that_is_lost_leaves_the_object_stored(Loss loss) {
        link.add("f", new HttpFault.LoseResponse(PUT, loss));
        assertThatThrownBy(this::put).isInstanceOf(SdkClientException.class);
        assertThat(stored()).isTrue();
        assertThat(link.all(PutAnswered.class)).extracting(PutAnswered::status).containsExactly(200);
    }

    @Test
    void silence_leaves_the_client_waiting_and_the_object_stored() {
        link.add("f", new HttpFault.LoseResponse(PUT, Loss.SILENCE));
        assertThatThrownBy(() -> client.putObject(
                        request -> request.bucket("events")
                                .key(key)
                                .overrideConfiguration(limit -> limit.apiCallTimeout(Duration.ofSeconds(2))),
                        RequestBody.fromString(CONTENT)))
                .isInstanceOf(SdkException.class);
        assertThat(stored()).isTrue();
    }

    @Test
    void a_response_that_is_replaced_leaves_the_object_stored() {
        link.add("f", new HttpFault.ReplaceResponse(PUT, 500, "InternalError"));
        AwsServiceException refused = catchThrowableOfType(AwsServiceException.class, this::put);
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(stored()).isTrue();
        assertThat(link.all(PutAnswered.class)).extracting(PutAnswered::status).containsExactly(200);
        assertThat(get()).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1000,false", "1000,true", "150000,false"})
    void a_request_whose_body_is_cut_stores_nothing(long after, boolean reset) {
        link.add("f", new HttpFault.CutBody(PUT, Part.REQUEST, after, reset));
        assertThatThrownBy(this::put).isInstanceOf(SdkClientException.class);
        assertThat(stored()).isFalse();
        assertThat(link.end().all(PutRequested.class)).isEmpty();
        assertThat(link.applications("f")).isEqualTo(1);
    }

    @Test
    void a_response_whose_body_is_cut_fails_and_the_next_is_whole() {
        put();
        link.add("f", new HttpFault.CutBody(GET, Part.RESPONSE, 1000, false));
        assertThatThrownBy(this::get).isInstanceOf(SdkException.class);
        assertThat(get()).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @CsvSource({
        "REQUEST,BEFORE,0",
        "REQUEST,WITHIN,100000",
        "REQUEST,AFTER,0",
        "RESPONSE,BEFORE,0",
        "RESPONSE,WITHIN,100000",
        "RESPONSE,AFTER,0"
    })
    void a_message_that_stalls_arrives_whole_and_late(Part part, Point point, long after) {
        if (part == Part.RESPONSE) {
            direct.putObject(request -> request.bucket("events").key(key), RequestBody.fromString(CONTENT));
        }
        link.add("f", new HttpFault.Stall(part == Part.REQUEST ? PUT : GET, part, point, after, 700));
        long began = System.nanoTime();
        if (part == Part.REQUEST) {
            put();
        } else {
            assertThat(get()).isEqualTo(CONTENT);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(700), Duration.ofSeconds(5));
        assertThat(direct.getObjectAsBytes(request -> request.bucket("events").key(key))
                        .asUtf8String())
                .isEqualTo(CONTENT);
        assertThat(link.applications("f")).isEqualTo(1);
    }

    @Test
    void an_upload_with_a_changed_byte_is_refused_by_its_checksum() {
        link.add("f", new HttpFault.WrongChecksum(PUT, Part.REQUEST));
        assertThatThrownBy(() -> client.putObject(
                        request -> request.bucket("events").key(key).checksumAlgorithm(ChecksumAlgorithm.CRC32),
                        RequestBody.fromString(CONTENT)))
                .isInstanceOf(S3Exception.class);
        assertThat(stored()).isFalse();
    }

    @Test
    void a_download_with_a_changed_byte_differs_in_that_byte() {
        put();
        link.add("f", new HttpFault.WrongChecksum(GET, Part.RESPONSE));
        assertThat(client.getObjectAsBytes(request -> request.bucket("events").key(key))
                        .asUtf8String())
                .isEqualTo("1" + CONTENT.substring(1));
    }

    @Test
    void a_dropped_request_does_not_reach_the_store() {
        link.add("f", new HttpFault.Drop(PUT, true));
        assertThatThrownBy(this::put).isInstanceOf(SdkClientException.class);
        assertThat(stored()).isFalse();
        put();
        assertThat(stored()).isTrue();
    }

    @Test
    void only_what_matches_is_hit_and_only_as_often_as_planned() {
        link.add(
                "f",
                new HttpFault.Answer(
                        new Match("PUT", "*" + key + "*", "If-None-Match", "?", Occurrence.nth(2)), 503, "SlowDown"));
        put();
        client.putObject(
                request -> request.bucket("events").key(key + "-a").ifNoneMatch("*"), RequestBody.fromString("a"));
        assertThatThrownBy(() -> client.putObject(
                        request -> request.bucket("events").key(key + "-b").ifNoneMatch("*"),
                        RequestBody.fromString("b")))
                .isInstanceOf(S3Exception.class);
        client.putObject(
                request -> request.bucket("events").key(key + "-b").ifNoneMatch("*"), RequestBody.fromString("b"));
        assertThat(link.applications("f")).isEqualTo(1);
    }

    private void put() {
        client.putObject(request -> request.bucket("events").key(key), RequestBody.fromString(CONTENT));
    }

    private String get() {
        return new String(
                client.getObjectAsBytes(request -> request.bucket("events").key(key))
                        .asByteArray(),
                StandardCharsets.UTF_8);
    }

    private boolean stored() {
        return List.of(key)
                .equals(
                        direct
                                .listObjectsV2(request ->
                                        request.bucket("events").prefix(key).maxKeys(1))
                                .contents()
                                .stream()
                                .map(object -> object.key())
                                .toList());
    }
}
