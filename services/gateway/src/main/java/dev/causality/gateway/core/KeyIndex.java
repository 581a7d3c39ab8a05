package dev.causality.gateway.core;

import dev.causality.gateway.config.Rate;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that are good now, in memory, as far as this instance has been told. Every change carries its revision in the
 * bucket: what is older than what the index has seen is ignored, so that a key revoked elsewhere does not come back when
 * its creation is learnt late. Safe for use by several tasks; looking a key up takes no lock.
 */
final class KeyIndex {

    /** A key in use, with the bucket that its events are taken from; empty when they are not limited. */
    record Entry(ApiKey key, Optional<TokenBucket> events) {}

    private final Kernel kernel;
    private final Optional<Rate> usualRate;
    private final Lock lock;
    private final Lock.Condition advanced;
    private final Map<String, Entry> byId = new LinkedHashMap<>();
    private volatile Map<KeyDigest, Entry> byDigest = new LinkedHashMap<>();
    private long seenRevision;

    KeyIndex(Kernel kernel, Optional<Rate> usualRate) {
        this.kernel = kernel;
        this.usualRate = usualRate;
        this.lock = kernel.newLock();
        this.advanced = lock.newCondition();
    }

    /** The key with that digest. */
    Optional<Entry> find(KeyDigest digest) {
        return Optional.ofNullable(byDigest.get(digest));
    }

    /** All keys, in the order in which they were learnt. */
    List<ApiKey> all() {
        return lock.get(() -> byId.values().stream().map(Entry::key).toList());
    }

    int size() {
        return byDigest.size();
    }

    /** Adds a key that this instance has just written, unless the watch has already told what became of it. */
    void addWritten(ApiKey key, long revision) {
        lock.run(() -> {
            if (revision > seenRevision) {
                put(key);
                publish();
            }
        });
    }

    /** Takes out a key whose removal this instance has just had confirmed. */
    void removeWritten(String id) {
        lock.run(() -> {
            byId.remove(id);
            publish();
        });
    }

    /** Takes over what a watch has told, in its order. */
    void apply(List<KeyChange> changes) {
        lock.run(() -> {
            for (KeyChange change : changes) {
                seenRevision = Math.max(seenRevision, change.revision());
                switch (change) {
                    case KeyChange.Put(ApiKey key, long _) -> put(key);
                    case KeyChange.Gone(String id, long _) -> byId.remove(id);
                    case KeyChange.Other _ -> {}
                }
            }
            if (!changes.stream().allMatch(KeyChange.Other.class::isInstance)) {
                publish();
            }
            advanced.signalAll();
        });
    }

    /**
     * Takes over all that a new watch has told from its beginning; every other key is gone. Its revisions count, not those
     * seen before: a server that has lost its last moments gives them out again.
     */
    void replaceBy(List<KeyChange> changes) {
        lock.run(() -> {
            List<String> kept = new ArrayList<>();
            for (KeyChange change : changes) {
                if (change instanceof KeyChange.Put(ApiKey key, long _)) {
                    kept.add(key.id());
                }
            }
            byId.keySet().retainAll(kept);
            seenRevision = 0;
            apply(changes);
            publish();
        });
    }

    /** The revision up to which the watch has told everything. */
    long seenRevision() {
        return lock.get(() -> seenRevision);
    }

    /** Waits until the watch has told everything up to a revision. */
    boolean awaitRevision(long revision, Deadline deadline) {
        return lock.get(() -> {
            while (seenRevision < revision) {
                if (!advanced.await(deadline)) {
                    return seenRevision >= revision;
                }
            }
            return true;
        });
    }

    private void put(ApiKey key) {
        Optional<Rate> rate = key.rate().or(() -> usualRate);
        Optional<TokenBucket> old = Optional.ofNullable(byId.get(key.id())).flatMap(Entry::events);
        Optional<TokenBucket> events =
                old.map(TokenBucket::rate).equals(rate) ? old : rate.map(limit -> new TokenBucket(kernel, limit));
        byId.put(key.id(), new Entry(key, events));
    }

    private void publish() {
        Map<KeyDigest, Entry> next = LinkedHashMap.newLinkedHashMap(byId.size());
        byId.values().forEach(entry -> next.put(entry.key().digest(), entry));
        byDigest = next;
    }
}
