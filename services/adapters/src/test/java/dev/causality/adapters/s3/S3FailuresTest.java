package dev.causality.adapters.s3;

import static dev.causality.adapters.s3.S3Fixture.in;
import static dev.causality.adapters.s3.S3Fixture.object;
import static dev.causality.adapters.s3.S3Fixture.soon;
import static dev.causality.adapters.s3.S3ObjectStoreTest.assertRefused;
import static dev.causality.adapters.s3.S3ObjectStoreTest.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.ObjectStore.PutOutcome;
import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.ports.ObjectStore.StoreFailure;
import dev.causality.testservers.S3Server;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each way to fail proves about a PUT: that nothing was written, or nothing. */
class S3FailuresTest {

    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration SENT_BY_THEN = Duration.ofMillis(500);

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown, THROTTLED",
        "429, TooManyRequests, THROTTLED",
        "429, '', THROTTLED",
        "409, ConditionalRequestConflict, CONFLICT",
        "409, OperationAborted, CONFLICT",
        "403, AccessDenied, ACCESS_DENIED",
        "403, '', ACCESS_DENIED",
        "401, '', ACCESS_DENIED",
        "400, ExpiredToken, ACCESS_DENIED",
        "400, RequestTimeout, TIMEOUT",
        "400, EntityTooLarge, INVALID",
        "301, PermanentRedirect, INVALID",
        "404, NoSuchBucket, NO_SUCH_BUCKET",
        "404, '', INVALID",
        "405, MethodNotAllowed, UNSUPPORTED",
        "501, NotImplemented, UNSUPPORTED",
        "413, '', INVALID",
    })
    void an_explicit_refusal_proves_that_nothing_was_written(int status, String code, StoreFailure failure) {
        try (RawServer server = RawServer.refusing(status, code, "no");
                S3Store store = S3Fixture.open(server)) {
            assertRefused(store.putIfAbsent(object("k", "x"), soon()), failure);
            assertRefused(store.put(object("k", "x"), soon()), failure);
            assertThat(server.requests()).as("each attempt is one request").isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalError, SERVER_ERROR",
        "502, '', SERVER_ERROR",
        "503, ServiceUnavailable, SERVER_ERROR",
        "503, SlowDownWrite, SERVER_ERROR",
        "503, '', SERVER_ERROR",
        "504, '', TIMEOUT",
        "507, '', SERVER_ERROR",
        "408, '', TIMEOUT",
    })
    void any_other_server_error_leaves_the_outcome_unknown(int status, String code, StoreFailure failure) {
        try (RawServer server = RawServer.refusing(status, code, "no");
                S3Store store = S3Fixture.open(server)) {
            assertUnknown(store.putIfAbsent(object("k", "x"), soon()), failure);
            assertUnknown(store.put(object("k", "x"), soon()), failure);
            assertThat(server.requests()).as("each attempt is one request").isEqualTo(2);
            assertUnavailable(store.get("k", soon()), failure);
            assertUnavailable(store.list("", "", 1, soon()), failure);
        }
    }

    @Test
    void a_store_that_does_not_know_if_none_match_is_told_apart_from_a_bad_request() {
        try (RawServer server = RawServer.refusing(400, "InvalidArgument", "Unsupported header If-None-Match");
                S3Store store = S3Fixture.open(server)) {
            assertRefused(store.putIfAbsent(object("k", "x"), soon()), StoreFailure.UNSUPPORTED);
            assertRefused(store.put(object("k", "x"), soon()), StoreFailure.INVALID);
        }
    }

    @Test
    void only_a_conditional_put_can_find_that_the_object_exists() {
        try (RawServer server = RawServer.refusing(412, "PreconditionFailed", "no");
                S3Store store = S3Fixture.open(server)) {
            assertThat(store.putIfAbsent(object("k", "x"), soon())).isEqualTo(new PutOutcome.AlreadyExists());
            assertRefused(store.put(object("k", "x"), soon()), StoreFailure.INVALID);
        }
    }

    @Test
    void a_connection_reset_after_the_body_leaves_the_outcome_unknown() {
        try (RawServer server = RawServer.resetting();
                S3Store store = S3Fixture.open(server)) {
            assertUnknown(store.putIfAbsent(object("k", "x"), soon()), StoreFailure.CONNECTION);
            assertUnavailable(store.get("k", soon()), StoreFailure.CONNECTION);
            assertThat(server.requests()).as("each attempt is one request").isEqualTo(2);
        }
    }

    @Test
    void a_truncated_answer_leaves_the_outcome_unknown() {
        try (RawServer server = RawServer.sending("HTTP/1.1 200 OK\r\nContent-Le");
                S3Store store = S3Fixture.open(server)) {
            assertUnknown(store.putIfAbsent(object("k", "x"), soon()), StoreFailure.CONNECTION);
        }
    }

    @Test
    void a_truncated_body_is_never_read_as_an_object() {
        try (RawServer server = RawServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
                S3Store store = S3Fixture.open(server)) {
            assertUnavailable(store.get("k", soon()), StoreFailure.CONNECTION);
        }
    }

    @Test
    void a_refused_connection_proves_that_nothing_was_written() throws Exception {
        try (DeafPort port = new DeafPort();
                S3Store store = S3Stores.open(S3Fixture.config(port.endpoint(), "any", "keys"), S3Fixture.KERNEL)) {
            assertRefused(store.putIfAbsent(object("k", "x"), soon()), StoreFailure.CONNECTION);
            assertUnavailable(store.head("k", soon()), StoreFailure.CONNECTION);
        }
    }

    @Test
    void an_unknown_host_proves_that_nothing_was_written() {
        URI nowhere = URI.create("http://no-such-host.invalid:9000");
        try (S3Store store = S3Stores.open(S3Fixture.config(nowhere, "any", "keys"), S3Fixture.KERNEL)) {
            assertRefused(store.putIfAbsent(object("k", "x"), soon()), StoreFailure.CONNECTION);
        }
    }

    @Test
    void nothing_is_sent_when_the_deadline_has_passed() {
        try (RawServer server = RawServer.resetting();
                S3Store store = S3Fixture.open(server)) {
            assertRefused(store.putIfAbsent(object("k", "x"), in(Duration.ZERO)), StoreFailure.TIMEOUT);
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void a_paused_store_leaves_the_outcome_unknown_at_the_deadline_and_may_write_later() throws Exception {
        try (S3Server server = S3Server.start();
                S3Store store = S3Fixture.open(server)) {
            server.createBucket(S3Fixture.BUCKET);
            store.put(object("warm", "x"), soon());
            server.pause();

            long before = System.nanoTime();
            PutOutcome outcome = onVirtualThread(() -> store.putIfAbsent(object("late", "x"), in(SHORT)));
            long tookMillis = (System.nanoTime() - before) / 1_000_000;

            assertUnknown(outcome, StoreFailure.TIMEOUT);
            assertThat(tookMillis).as("the deadline bounds the call").isBetween(500L, 8000L);
            assertUnavailable(store.head("late", in(SHORT)), StoreFailure.TIMEOUT);
            server.resume();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(store.get("warm", soon())).isInstanceOf(StoreAnswer.Known.class));
        }
    }

    @Test
    void a_store_killed_under_a_request_leaves_the_outcome_unknown_and_is_used_again_after_its_restart()
            throws Exception {
        try (S3Server server = S3Server.start();
                S3Store store = S3Fixture.open(server)) {
            server.createBucket(S3Fixture.BUCKET);
            store.put(object("kept", "x"), soon());
            server.pause();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<PutOutcome> underWay = threads.submit(() -> store.putIfAbsent(object("cut", "x"), soon()));
                Thread.sleep(SENT_BY_THEN);
                server.kill();
                assertUnknown(underWay.get(), StoreFailure.CONNECTION);
            }

            assertRefused(store.putIfAbsent(object("cut", "x"), soon()), StoreFailure.CONNECTION);
            server.restart();
            assertThat(store.putIfAbsent(object("cut", "x"), soon())).isEqualTo(new PutOutcome.Written());
            assertThat(store.putIfAbsent(object("kept", "x"), soon())).isEqualTo(new PutOutcome.AlreadyExists());
        }
    }

    private static PutOutcome onVirtualThread(Callable<PutOutcome> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(() -> {
                        PutOutcome outcome = call.call();
                        assertThat(Thread.currentThread().isInterrupted())
                                .as("no interrupt is left behind")
                                .isFalse();
                        return outcome;
                    })
                    .get();
        }
    }

    static void assertUnknown(PutOutcome outcome, StoreFailure failure) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PutOutcome.Unknown.class,
                        unknown -> assertThat(unknown.failure())
                                .as(unknown.detail())
                                .isEqualTo(failure));
    }
}
