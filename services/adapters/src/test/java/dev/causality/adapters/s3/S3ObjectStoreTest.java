package dev.causality.adapters.s3;

import static dev.causality.adapters.s3.S3Fixture.object;
import static dev.causality.adapters.s3.S3Fixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.adapters.s3.S3Config.Checksums;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.ObjectStore.ObjectHead;
import dev.causality.ports.ObjectStore.PutOutcome;
import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.ports.ObjectStore.StoreFailure;
import dev.causality.ports.ObjectStore.StoredObject;
import dev.causality.testservers.S3Server;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3ObjectStoreTest {

    private static S3Server server;
    private static S3Store store;

    @BeforeAll
    static void start() {
        server = S3Server.start();
        server.createBucket(S3Fixture.BUCKET);
        store = S3Fixture.open(server);
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    @Test
    void an_object_is_read_back_with_its_body_and_metadata() {
        byte[] body = new byte[3 << 20];
        new Random(1).nextBytes(body);
        NewObject object = new NewObject(
                "events/app_id=com.acme.shop/year=2026/month=01/day=02/hour=03/a b+ü.parquet",
                body,
                "application/vnd.apache.parquet",
                Map.of("causality-intent", "id-1", "rows", "17"));

        assertThat(store.putIfAbsent(object, soon())).isEqualTo(new PutOutcome.Written());

        StoredObject stored = present(store.get(object.key(), soon()));
        assertThat(stored.body()).isEqualTo(body);
        assertThat(stored.metadata()).isEqualTo(object.metadata());
        assertThat(present(store.head(object.key(), soon()))).isEqualTo(new ObjectHead(body.length, object.metadata()));
    }

    @Test
    void odd_metadata_is_signed_and_read_back() {
        Map<String, String> metadata = Map.of(
                "two-spaces",
                "a  b   c",
                "punctuation",
                ":;,=\"'<>&%20+/",
                "json",
                "{\"a\": [1, 2]}",
                "long",
                "x".repeat(1500));
        NewObject object = new NewObject("odd-metadata", new byte[] {1}, "text/plain", metadata);

        assertThat(store.put(object, soon())).isEqualTo(new PutOutcome.Written());

        assertThat(present(store.head(object.key(), soon())).metadata()).isEqualTo(metadata);
    }

    @Test
    void an_empty_object_is_an_object() {
        assertThat(store.put(object("empty", ""), soon())).isEqualTo(new PutOutcome.Written());

        assertThat(present(store.get("empty", soon())).body()).isEmpty();
        assertThat(present(store.head("empty", soon())).size()).isZero();
    }

    @Test
    void b7_put_if_absent_leaves_what_is_there() {
        store.putIfAbsent(object("once", "first"), soon());

        assertThat(store.putIfAbsent(object("once", "second"), soon())).isEqualTo(new PutOutcome.AlreadyExists());
        assertThat(text(store.get("once", soon()))).isEqualTo("first");
    }

    @Test
    void b7_of_many_concurrent_puts_of_one_key_exactly_one_is_written() throws Exception {
        int writers = 24;
        for (int round = 0; round < 5; round++) {
            String key = "raced-" + round;
            List<PutOutcome> outcomes = concurrently(writers, writer -> store.putIfAbsent(object(key, writer), soon()));

            int winner = outcomes.indexOf(new PutOutcome.Written());
            assertThat(outcomes.stream().filter(new PutOutcome.Written()::equals))
                    .hasSize(1);
            assertThat(outcomes)
                    .as("nobody may take a lost race for anything else than a refusal")
                    .allMatch(outcome -> outcome instanceof PutOutcome.Written
                            || outcome instanceof PutOutcome.AlreadyExists
                            || (outcome instanceof PutOutcome.Refused refused
                                    && refused.failure() == StoreFailure.CONFLICT));
            assertThat(text(store.get(key, soon()))).isEqualTo("writer " + winner);
        }
    }

    @Test
    void put_writes_over_what_is_there() {
        store.put(object("again", "first"), soon());

        assertThat(store.put(object("again", "second"), soon())).isEqualTo(new PutOutcome.Written());
        assertThat(text(store.get("again", soon()))).isEqualTo("second");
    }

    @Test
    void an_absent_object_is_known_to_be_absent() {
        assertThat(store.head("nowhere", soon())).isEqualTo(new StoreAnswer.Known<>(Optional.empty()));
        assertThat(store.get("nowhere", soon())).isEqualTo(new StoreAnswer.Known<>(Optional.empty()));
    }

    @Test
    void a_listing_has_the_keys_of_the_prefix_in_order_after_the_given_one() {
        for (int i = 0; i < 7; i++) {
            store.put(object("listed/" + i, "x"), soon());
        }
        store.put(object("listee", "x"), soon());

        assertThat(store.list("listed/", "", 3, soon()))
                .isEqualTo(new StoreAnswer.Known<>(List.of("listed/0", "listed/1", "listed/2")));
        assertThat(store.list("listed/", "listed/4", 100, soon()))
                .isEqualTo(new StoreAnswer.Known<>(List.of("listed/5", "listed/6")));
        assertThat(store.list("nothing/", "", 3, soon())).isEqualTo(new StoreAnswer.Known<>(List.of()));
        assertThat(store.list("listed/", "", 0, soon())).isEqualTo(new StoreAnswer.Known<>(List.of()));
    }

    @Test
    void a_listing_longer_than_one_answer_of_the_store_is_complete() throws Exception {
        concurrently(8, writer -> {
            PutOutcome last = new PutOutcome.Written();
            for (int i = 0; i < 130; i++) {
                last = store.put(object("long/" + writer + "/" + i, "x"), soon());
            }
            return last;
        });

        StoreAnswer<List<String>> listed = store.list("long/", "", 5000, soon());

        assertThat(((StoreAnswer.Known<List<String>>) listed).value())
                .hasSize(8 * 130)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void a_missing_bucket_is_not_mistaken_for_a_missing_object() {
        S3Config there = S3Fixture.config(server);
        S3Config gone = new S3Config(
                there.endpoint(),
                there.region(),
                "no-such-bucket",
                there.keys(),
                true,
                there.attemptTimeout(),
                there.callTimeout(),
                there.checksums(),
                there.maxConnections());
        try (S3Store missing = S3Stores.open(gone, S3Fixture.KERNEL)) {
            assertRefused(missing.putIfAbsent(object("k", "x"), soon()), StoreFailure.NO_SUCH_BUCKET);
            assertRefused(missing.put(object("k", "x"), soon()), StoreFailure.NO_SUCH_BUCKET);
            assertUnavailable(missing.head("k", soon()), StoreFailure.NO_SUCH_BUCKET);
            assertUnavailable(missing.get("k", soon()), StoreFailure.NO_SUCH_BUCKET);
            assertUnavailable(missing.list("", "", 10, soon()), StoreFailure.NO_SUCH_BUCKET);
        }
    }

    @Test
    void wrong_keys_are_denied_access() {
        for (String[] keys : new String[][] {{"nobody", server.secretKey()}, {server.accessKey(), "wrong"}}) {
            try (S3Store denied =
                    S3Stores.open(S3Fixture.config(server.endpoint(), keys[0], keys[1]), S3Fixture.KERNEL)) {
                assertRefused(denied.putIfAbsent(object("k", "x"), soon()), StoreFailure.ACCESS_DENIED);
                assertUnavailable(denied.head("k", soon()), StoreFailure.ACCESS_DENIED);
                assertUnavailable(denied.get("k", soon()), StoreFailure.ACCESS_DENIED);
            }
        }
    }

    @Test
    void checksums_can_be_sent_to_a_store_that_takes_them() {
        S3Config plain = S3Fixture.config(server);
        S3Config checked = new S3Config(
                plain.endpoint(),
                plain.region(),
                plain.bucket(),
                plain.keys(),
                true,
                plain.attemptTimeout(),
                plain.callTimeout(),
                Checksums.WHEN_SUPPORTED,
                plain.maxConnections());
        try (S3Store store = S3Stores.open(checked, S3Fixture.KERNEL)) {
            assertThat(store.putIfAbsent(object("checked", "x"), soon())).isEqualTo(new PutOutcome.Written());
            assertThat(text(store.get("checked", soon()))).isEqualTo("x");
        }
    }

    @Test
    void more_calls_than_connections_wait_for_their_turn() throws Exception {
        S3Config wide = S3Fixture.config(server);
        S3Config narrow = new S3Config(
                wide.endpoint(),
                wide.region(),
                wide.bucket(),
                wide.keys(),
                true,
                wide.attemptTimeout(),
                wide.callTimeout(),
                wide.checksums(),
                2);
        try (S3Store store = S3Stores.open(narrow, S3Fixture.KERNEL)) {
            List<PutOutcome> outcomes =
                    concurrently(20, writer -> store.putIfAbsent(object("narrow/" + writer, "x"), soon()));
            assertThat(outcomes).containsOnly(new PutOutcome.Written());
        }
    }

    private interface Writer {
        PutOutcome write(String name);
    }

    private static List<PutOutcome> concurrently(int writers, Writer writer) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<PutOutcome>> futures = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String name = "writer " + i;
                futures.add(threads.submit(() -> {
                    start.await();
                    return writer.write(name);
                }));
            }
            start.countDown();
            List<PutOutcome> outcomes = new ArrayList<>();
            for (Future<PutOutcome> future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        }
    }

    static void assertRefused(PutOutcome outcome, StoreFailure failure) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PutOutcome.Refused.class,
                        refused -> assertThat(refused.failure())
                                .as(refused.detail())
                                .isEqualTo(failure));
    }

    static void assertUnavailable(StoreAnswer<?> answer, StoreFailure failure) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        StoreAnswer.Unavailable.class,
                        unavailable -> assertThat(unavailable.failure())
                                .as(unavailable.detail())
                                .isEqualTo(failure));
    }

    private static String text(StoreAnswer<Optional<ObjectStore.StoredObject>> answer) {
        return new String(present(answer).body(), StandardCharsets.UTF_8);
    }

    private static <T> T present(StoreAnswer<Optional<T>> answer) {
        return ((StoreAnswer.Known<Optional<T>>) answer).value().orElseThrow();
    }
}
