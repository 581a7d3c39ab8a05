package dev.causality.adapters.nats;

import static dev.causality.adapters.nats.NatsFixture.KERNEL;
import static dev.causality.adapters.nats.NatsFixture.NEVER;
import static dev.causality.adapters.nats.NatsFixture.bytes;
import static dev.causality.adapters.nats.NatsFixture.inMillis;
import static dev.causality.adapters.nats.NatsFixture.newName;
import static dev.causality.adapters.nats.NatsFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.causality.kernel.CancellationSource;
import dev.causality.ports.Answer;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.DocumentBucket.Change;
import dev.causality.ports.DocumentBucket.Document;
import dev.causality.ports.DocumentBucket.WriteOutcome;
import dev.causality.ports.PortException;
import dev.causality.testservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTest {

    @AutoClose
    private static final NatsFixture nats = NatsFixture.onNewServer();

    @AutoClose
    private static final Connection admin = nats.admin();

    @Test
    void a_created_document_can_be_read_updated_and_deleted_at_its_revision() {
        DocumentBucket bucket = newBucket();

        long first = written(bucket.create("a.b", bytes("one"), soon()));
        assertThat(get(bucket, "a.b").orElseThrow().value()).isEqualTo(bytes("one"));
        long second = written(bucket.update("a.b", bytes("two"), first, soon()));
        assertThat(get(bucket, "a.b").orElseThrow().revision()).isEqualTo(second);
        written(bucket.delete("a.b", second, soon()));

        assertThat(get(bucket, "a.b")).isEmpty();
    }

    @Test
    void writing_over_another_revision_is_a_conflict_and_changes_nothing() {
        DocumentBucket bucket = newBucket();
        long first = written(bucket.create("k", bytes("one"), soon()));
        written(bucket.update("k", bytes("two"), first, soon()));

        assertThat(bucket.update("k", bytes("x"), first, soon())).isEqualTo(new WriteOutcome.Conflict());
        assertThat(bucket.delete("k", first, soon())).isEqualTo(new WriteOutcome.Conflict());
        assertThat(bucket.create("k", bytes("x"), soon())).isEqualTo(new WriteOutcome.Conflict());
        assertThat(bucket.update("none", bytes("x"), 5, soon())).isEqualTo(new WriteOutcome.Conflict());

        assertThat(get(bucket, "k").orElseThrow().value()).isEqualTo(bytes("two"));
    }

    @Test
    void a_deleted_document_can_be_created_again() {
        DocumentBucket bucket = newBucket();
        long revision = written(bucket.create("k", bytes("one"), soon()));
        written(bucket.delete("k", revision, soon()));

        written(bucket.create("k", bytes("two"), soon()));

        assertThat(get(bucket, "k").orElseThrow().value()).isEqualTo(bytes("two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a.", ".a", "a..b", "a*", ">", "a\r\nb", "a:b"})
    void a_key_that_would_break_the_protocol_is_refused(String key) {
        DocumentBucket bucket = newBucket();

        assertThat(bucket.create(key, bytes("x"), soon())).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(bucket.update(key, bytes("x"), 1, soon())).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(bucket.delete(key, 1, soon())).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(get(bucket, key)).isEmpty();
    }

    @Test
    void a_document_larger_than_the_server_takes_is_refused() {
        assertThat(newBucket().create("k", new byte[2 * 1024 * 1024], soon())).isInstanceOf(WriteOutcome.Refused.class);
    }

    @Test
    void other_clients_see_the_bucket_as_a_key_value_store() throws Exception {
        String name = newName();
        DocumentBucket bucket = nats.streams().bucket(name, 1, soon());
        written(bucket.create("a", bytes("ours"), soon()));
        KeyValue theirs = admin.keyValue(name);

        assertThat(theirs.get("a").getValue()).isEqualTo(bytes("ours"));
        theirs.put("b", bytes("theirs"));
        theirs.delete("a");

        assertThat(get(bucket, "b").orElseThrow().value()).isEqualTo(bytes("theirs"));
        assertThat(get(bucket, "a")).isEmpty();
    }

    @Test
    void a_bucket_that_other_clients_made_is_taken_if_it_forgets_nothing() throws Exception {
        String good = newName();
        String bad = newName();
        admin.keyValueManagement()
                .create(KeyValueConfiguration.builder()
                        .name(good)
                        .maxHistoryPerKey(5)
                        .build());
        admin.keyValueManagement()
                .create(KeyValueConfiguration.builder()
                        .name(bad)
                        .ttl(Duration.ofHours(1))
                        .build());

        written(nats.streams().bucket(good, 1, soon()).create("a", bytes("x"), soon()));
        assertThatThrownBy(() -> nats.streams().bucket(bad, 1, soon()))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("bucket " + bad)
                .hasMessageContaining("max_age: wanted PT0S, found PT1H");
    }

    @Test
    void a_watch_gives_what_exists_then_says_that_it_caught_up_then_gives_changes() {
        DocumentBucket bucket = newBucket();
        long a = written(bucket.create("a", bytes("1"), soon()));
        written(bucket.update("a", bytes("2"), a, soon()));
        long b = written(bucket.create("b", bytes("3"), soon()));
        long deleted = written(bucket.delete("b", b, soon()));
        try (DocumentBucket.Watch watch = bucket.watch()) {
            List<Change> before = changes(watch, 3);
            long c = written(bucket.create("c", bytes("4"), soon()));
            List<Change> after = changes(watch, 1);

            assertThat(before.get(0))
                    .isInstanceOfSatisfying(
                            Change.Put.class,
                            put -> assertThat(put.document().value()).isEqualTo(bytes("2")));
            assertThat(before.get(1)).isEqualTo(new Change.Deleted("b", deleted));
            assertThat(before.get(2)).isEqualTo(new Change.CaughtUp());
            assertThat(after.getFirst()).isInstanceOfSatisfying(Change.Put.class, put -> {
                assertThat(put.document().key()).isEqualTo("c");
                assertThat(put.document().revision()).isEqualTo(c);
            });
        }
    }

    @Test
    void a_watch_of_an_empty_bucket_has_caught_up_at_once() {
        try (DocumentBucket.Watch watch = newBucket().watch()) {
            assertThat(watch.next(soon(), NEVER)).containsExactly(new Change.CaughtUp());
            assertThat(watch.next(inMillis(200), NEVER)).isEmpty();
        }
    }

    @Test
    void a_watch_ends_its_wait_when_it_is_cancelled() {
        try (DocumentBucket.Watch watch = newBucket().watch()) {
            changes(watch, 1);
            CancellationSource cancellation = KERNEL.newCancellation();
            NatsFixture.cancelAfter(Duration.ofMillis(200), cancellation);
            long start = System.nanoTime();

            assertThat(watch.next(soon(), cancellation)).isEmpty();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_revocation_is_seen_by_another_process_within_a_second() {
        String name = newName();
        DocumentBucket bucket = nats.streams().bucket(name, 1, soon());
        long revision = written(bucket.create("key", bytes("x"), soon()));
        try (NatsStreams other = NatsStreams.connect(NatsFixture.config(nats.server()), KERNEL);
                DocumentBucket.Watch watch = other.bucket(name, 1, soon()).watch()) {
            changes(watch, 2);
            long start = System.nanoTime();

            written(bucket.delete("key", revision, soon()));
            List<Change> seen = changes(watch, 1);

            assertThat(seen.getFirst()).isInstanceOf(Change.Deleted.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void a_watch_misses_no_final_change_over_a_restart_of_the_server() {
        try (NatsServer own = NatsServer.start();
                NatsFixture watching = new NatsFixture(own);
                NatsFixture writing = new NatsFixture(own)) {
            DocumentBucket bucket = writing.streams().bucket("B", 1, soon());
            long revision = written(bucket.create("revoked", bytes("x"), soon()));
            try (DocumentBucket.Watch watch =
                    watching.streams().bucket("B", 1, soon()).watch()) {
                changes(watch, 2);
                own.restart();
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> writing.streams().connected());
                written(bucket.delete("revoked", revision, soon()));
                written(bucket.create("new", bytes("y"), soon()));

                List<Change> seen = changes(watch, 2);

                assertThat(seen.get(0))
                        .isInstanceOfSatisfying(
                                Change.Deleted.class,
                                gone -> assertThat(gone.key()).isEqualTo("revoked"));
                assertThat(seen.get(1))
                        .isInstanceOfSatisfying(
                                Change.Put.class,
                                put -> assertThat(put.document().key()).isEqualTo("new"));
            }
        }
    }

    @Test
    void a_write_while_disconnected_is_refused_and_one_that_is_not_answered_is_unknown() {
        try (NatsServer own = NatsServer.start();
                NatsFixture fixture = new NatsFixture(own)) {
            DocumentBucket bucket = fixture.streams().bucket("B", 1, soon());
            own.pause();

            assertThat(bucket.create("k", bytes("x"), inMillis(300))).isInstanceOf(WriteOutcome.Unknown.class);

            own.kill();
            await().until(() -> !fixture.streams().connected());
            assertThat(bucket.create("k", bytes("x"), soon())).isInstanceOf(WriteOutcome.Refused.class);
            assertThat(bucket.get("k", soon())).isInstanceOf(Answer.Unavailable.class);
        }
    }

    private static DocumentBucket newBucket() {
        return nats.streams().bucket(newName(), 1, soon());
    }

    private static List<Change> changes(DocumentBucket.Watch watch, int count) {
        List<Change> seen = new ArrayList<>();
        while (seen.size() < count) {
            List<Change> next = watch.next(inMillis(15_000), NEVER);
            if (next.isEmpty()) {
                throw new AssertionError("only " + seen + " came");
            }
            seen.addAll(next);
        }
        return seen;
    }

    private static Optional<Document> get(DocumentBucket bucket, String key) {
        if (bucket.get(key, soon()) instanceof Answer.Known<Optional<Document>>(var found)) {
            return found;
        }
        throw new AssertionError("unavailable");
    }

    private static long written(WriteOutcome outcome) {
        if (outcome instanceof WriteOutcome.Written(long revision)) {
            return revision;
        }
        throw new AssertionError("not written: " + outcome);
    }
}
