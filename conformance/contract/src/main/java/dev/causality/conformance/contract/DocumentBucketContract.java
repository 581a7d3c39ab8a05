package dev.causality.conformance.contract;

import static dev.causality.conformance.contract.Cast.NEVER;
import static dev.causality.conformance.contract.Cast.bytes;
import static dev.causality.conformance.contract.Cast.known;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.CancellationSource;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.DocumentBucket.Change;
import dev.causality.ports.DocumentBucket.WriteOutcome;
import dev.causality.ports.EventStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link DocumentBucket} must do. */
public abstract class DocumentBucketContract {

    /** Where it is played. */
    protected abstract Stage<EventStreams> stage();

    private interface Body {
        void run(Cast cast, DocumentBucket bucket) throws Exception;
    }

    private void with(Body body) throws Exception {
        stage().play((kernel, streams) -> {
            Cast cast = new Cast(kernel, streams);
            body.run(cast, streams.bucket(Cast.newName(), 1, cast.soon()));
        });
    }

    @Test
    void db01_a_document_is_created_read_updated_and_deleted_at_its_revision() throws Exception {
        with((cast, bucket) -> {
            long first = written(bucket.create("a.b", bytes("one"), cast.soon()));
            assertThat(known(bucket.get("a.b", cast.soon())).orElseThrow().revision())
                    .isEqualTo(first);
            long second = written(bucket.update("a.b", bytes("two"), first, cast.soon()));
            assertThat(second).isGreaterThan(first);
            assertThat(known(bucket.get("a.b", cast.soon())).orElseThrow().value())
                    .isEqualTo(bytes("two"));

            written(bucket.delete("a.b", second, cast.soon()));

            assertThat(known(bucket.get("a.b", cast.soon()))).isEmpty();
        });
    }

    @Test
    void db02_writing_over_another_revision_is_a_conflict_and_changes_nothing() throws Exception {
        with((cast, bucket) -> {
            long first = written(bucket.create("k", bytes("one"), cast.soon()));
            written(bucket.update("k", bytes("two"), first, cast.soon()));

            assertThat(bucket.update("k", bytes("x"), first, cast.soon())).isEqualTo(new WriteOutcome.Conflict());
            assertThat(bucket.delete("k", first, cast.soon())).isEqualTo(new WriteOutcome.Conflict());
            assertThat(bucket.create("k", bytes("x"), cast.soon())).isEqualTo(new WriteOutcome.Conflict());
            assertThat(bucket.update("none", bytes("x"), 5, cast.soon())).isEqualTo(new WriteOutcome.Conflict());

            assertThat(known(bucket.get("k", cast.soon())).orElseThrow().value())
                    .isEqualTo(bytes("two"));
        });
    }

    @Test
    void db03_a_deleted_document_can_be_created_again() throws Exception {
        with((cast, bucket) -> {
            long revision = written(bucket.create("k", bytes("one"), cast.soon()));
            written(bucket.delete("k", revision, cast.soon()));

            written(bucket.create("k", bytes("two"), cast.soon()));

            assertThat(known(bucket.get("k", cast.soon())).orElseThrow().value())
                    .isEqualTo(bytes("two"));
        });
    }

    @Test
    void db04_a_key_that_would_break_the_protocol_is_refused() throws Exception {
        with((cast, bucket) -> {
            for (String key : List.of("", " ", "a b", "a.", ".a", "a..b", "a*", ">", "a\r\nb", "a:b")) {
                assertThat(bucket.create(key, bytes("x"), cast.soon()))
                        .as("key '%s'", key)
                        .isInstanceOf(WriteOutcome.Refused.class);
                assertThat(known(bucket.get(key, cast.soon()))).isEmpty();
            }
        });
    }

    @Test
    void db05_a_document_larger_than_the_server_takes_is_refused() throws Exception {
        with((cast, bucket) -> {
            byte[] large = new byte[(int) cast.streams.maxPayloadBytes() + 1];

            assertThat(bucket.create("k", large, cast.soon())).isInstanceOf(WriteOutcome.Refused.class);
            assertThat(known(bucket.get("k", cast.soon()))).isEmpty();
        });
    }

    @Test
    void db06_a_watch_gives_what_exists_says_that_it_caught_up_and_then_gives_changes() throws Exception {
        with((cast, bucket) -> {
            long a = written(bucket.create("a", bytes("1"), cast.soon()));
            written(bucket.update("a", bytes("2"), a, cast.soon()));
            long b = written(bucket.create("b", bytes("3"), cast.soon()));
            long deleted = written(bucket.delete("b", b, cast.soon()));
            try (DocumentBucket.Watch watch = bucket.watch()) {
                List<Change> before = changes(cast, watch, 3);
                long c = written(bucket.create("c", bytes("4"), cast.soon()));
                List<Change> after = changes(cast, watch, 1);

                assertThat(before.get(0)).isInstanceOfSatisfying(Change.Put.class, put -> {
                    assertThat(put.document().key()).isEqualTo("a");
                    assertThat(put.document().value()).isEqualTo(bytes("2"));
                });
                assertThat(before.get(1)).isEqualTo(new Change.Deleted("b", deleted));
                assertThat(before.get(2)).isEqualTo(new Change.CaughtUp());
                assertThat(after.getFirst()).isInstanceOfSatisfying(Change.Put.class, put -> {
                    assertThat(put.document().key()).isEqualTo("c");
                    assertThat(put.document().revision()).isEqualTo(c);
                });
            }
        });
    }

    @Test
    void db07_a_watch_of_an_empty_bucket_has_caught_up_at_once_and_then_waits() throws Exception {
        with((cast, bucket) -> {
            try (DocumentBucket.Watch watch = bucket.watch()) {
                assertThat(watch.next(cast.soon(), NEVER)).containsExactly(new Change.CaughtUp());
                long start = cast.kernel.nanoTime();
                assertThat(watch.next(cast.in(200), NEVER)).isEmpty();
                assertThat(Duration.ofNanos(cast.kernel.nanoTime() - start))
                        .isGreaterThanOrEqualTo(Duration.ofMillis(190));
            }
        });
    }

    @Test
    void db08_a_watch_ends_its_wait_when_it_is_cancelled() throws Exception {
        with((cast, bucket) -> {
            try (DocumentBucket.Watch watch = bucket.watch()) {
                changes(cast, watch, 1);
                CancellationSource cancellation = cast.kernel.newCancellation();
                cast.kernel.start("canceller", () -> {
                    cast.sleep(200);
                    cancellation.cancel();
                });
                long start = cast.kernel.nanoTime();

                assertThat(watch.next(cast.soon(), cancellation)).isEmpty();

                assertThat(Duration.ofNanos(cast.kernel.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            }
        });
    }

    @Test
    void db09_a_deletion_is_seen_by_whoever_watches() throws Exception {
        with((cast, bucket) -> {
            long revision = written(bucket.create("key", bytes("x"), cast.soon()));
            try (DocumentBucket.Watch watch = bucket.watch()) {
                changes(cast, watch, 2);

                long deleted = written(bucket.delete("key", revision, cast.soon()));

                assertThat(changes(cast, watch, 1)).containsExactly(new Change.Deleted("key", deleted));
            }
        });
    }

    private static List<Change> changes(Cast cast, DocumentBucket.Watch watch, int count) {
        List<Change> seen = new ArrayList<>();
        while (seen.size() < count) {
            List<Change> next = watch.next(cast.in(8_000), NEVER);
            assertThat(next).as("after %s", seen).isNotEmpty();
            seen.addAll(next);
        }
        return seen;
    }

    private static long written(WriteOutcome outcome) {
        assertThat(outcome).isInstanceOf(WriteOutcome.Written.class);
        return ((WriteOutcome.Written) outcome).revision();
    }
}
