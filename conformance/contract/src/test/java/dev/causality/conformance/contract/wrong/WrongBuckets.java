package dev.causality.conformance.contract.wrong;

import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.DocumentBucket.Change;
import dev.causality.ports.EventStreams;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Buckets that break a rule. */
final class WrongBuckets {

    private WrongBuckets() {}

    static List<Wrong<EventStreams>> all() {
        return List.of(
                buckets("writes over any revision", "db02", right -> new PlainBucket(right) {
                    @Override
                    public WriteOutcome update(String key, byte[] value, long revision, Deadline deadline) {
                        return right.update(key, value, current(right, key, deadline), deadline);
                    }
                }),
                buckets("deletes any revision", "db02", right -> new PlainBucket(right) {
                    @Override
                    public WriteOutcome delete(String key, long revision, Deadline deadline) {
                        return right.delete(key, current(right, key, deadline), deadline);
                    }
                }),
                buckets("creates what there is", "db02", right -> new PlainBucket(right) {
                    @Override
                    public WriteOutcome create(String key, byte[] value, Deadline deadline) {
                        WriteOutcome outcome = right.create(key, value, deadline);
                        return outcome instanceof WriteOutcome.Conflict
                                ? right.update(key, value, current(right, key, deadline), deadline)
                                : outcome;
                    }
                }),
                buckets("has always the same revision", "db01", right -> new PlainBucket(right) {
                    @Override
                    public WriteOutcome create(String key, byte[] value, Deadline deadline) {
                        WriteOutcome outcome = right.create(key, value, deadline);
                        return outcome instanceof WriteOutcome.Written ? new WriteOutcome.Written(99) : outcome;
                    }
                }),
                buckets("takes any key", "db04", right -> new PlainBucket(right) {
                    @Override
                    public WriteOutcome create(String key, byte[] value, Deadline deadline) {
                        return right.create(key.replaceAll("[^a-z.]|^\\.|\\.$|\\.(?=\\.)|^$", "x"), value, deadline);
                    }
                }),
                watching("never says that it caught up", "db07", change -> !(change instanceof Change.CaughtUp)),
                watching("misses deletions", "db09", change -> !(change instanceof Change.Deleted)),
                buckets("finds what was deleted", "db01", right -> new PlainBucket(right) {
                    @Override
                    public WriteOutcome delete(String key, long revision, Deadline deadline) {
                        return new WriteOutcome.Written(revision + 1);
                    }
                }));
    }

    private static long current(DocumentBucket bucket, String key, Deadline deadline) {
        return bucket.get(key, deadline) instanceof Answer.Known<Optional<DocumentBucket.Document>>(var found)
                ? found.map(DocumentBucket.Document::revision).orElse(0L)
                : 0;
    }

    private static Wrong<EventStreams> buckets(String how, String rule, Function<DocumentBucket, DocumentBucket> make) {
        return new Wrong<>(how, rule, right -> new PlainStreams(right) {
            @Override
            DocumentBucket bucket(DocumentBucket one) {
                return make.apply(one);
            }
        });
    }

    private static Wrong<EventStreams> watching(String how, String rule, Predicate<Change> kept) {
        return buckets(how, rule, right -> new PlainBucket(right) {
            @Override
            List<Change> changes(List<Change> changes) {
                return changes.stream().filter(kept).toList();
            }
        });
    }
}
