package dev.causality.faults.sim.world.jetstream;

import dev.causality.faults.sim.world.jetstream.PublishAnswer.Failed;
import dev.causality.faults.sim.world.jetstream.PublishAnswer.Problem;
import dev.causality.faults.sim.world.jetstream.PublishAnswer.Stored;
import dev.causality.ports.Header;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The messages of one stream: stored, found, removed, and lost by a power cut. */
final class StoredStream {

    private static final String EXPECTED_LAST_OF_SUBJECT = "Nats-Expected-Last-Subject-Sequence";
    private static final String EXPECTED_LAST = "Nats-Expected-Last-Sequence";
    private static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

    private final StreamSettings settings;
    private final Instant created;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final TreeMap<String, TreeSet<Long>> bySubject = new TreeMap<>();
    private final DuplicateWindow duplicates;
    private long last;
    private long bytes;
    private long synced;

    StoredStream(StreamSettings settings, Instant created) {
        this.settings = settings;
        this.created = created;
        this.duplicates = new DuplicateWindow(settings.duplicateWindowNanos());
    }

    /** A message in the file. */
    private record Entry(StoredMessage message, long storedAt, long bytes) {}

    /** Told of messages that go, one by one; not of purges. */
    interface Removals {
        void removed(StoredMessage message);
    }

    StreamSettings settings() {
        return settings;
    }

    Instant created() {
        return created;
    }

    long firstSequence() {
        return entries.isEmpty() ? last + 1 : entries.firstKey();
    }

    long lastSequence() {
        return last;
    }

    /** Checks in the server's order: duplicate, expectations, limits. */
    PublishAnswer publish(
            String subject, List<Header> headers, byte[] payload, Instant wall, long now, Removals removals) {
        String id = DuplicateWindow.idOf(headers);
        OptionalLong earlier = id.isEmpty() ? OptionalLong.empty() : duplicates.first(id, now);
        if (earlier.isPresent()) {
            return new Stored(settings.name(), earlier.getAsLong(), true);
        }
        long size = Sizes.stored(subject, headers, payload);
        Failed problem = refusal(subject, headers, size);
        if (problem != null) {
            return problem;
        }
        if (settings.replacesOldest()) {
            makeRoomFor(subject, removals);
        }
        add(new StoredMessage(last + 1, wall, subject, headers, payload), now, size);
        if (!id.isEmpty()) {
            duplicates.remember(id, last, now);
        }
        return new Stored(settings.name(), last, false);
    }

    private @Nullable Failed refusal(String subject, List<Header> headers, long size) {
        for (Header header : headers) {
            long wanted;
            if (header.name().equals(EXPECTED_LAST_OF_SUBJECT)) {
                wanted = lastOf(subject);
            } else if (header.name().equals(EXPECTED_LAST)) {
                wanted = last;
            } else {
                continue;
            }
            if (!header.value().equals(Long.toString(wanted))) {
                return new Failed(Problem.WRONG_LAST_SEQUENCE, "wrong last sequence: " + wanted);
            }
        }
        long perSubject = settings.spec().maxMessagesPerSubject();
        if (perSubject > 0 && !settings.replacesOldest() && count(subject) >= perSubject) {
            return new Failed(Problem.FULL, "maximum messages per subject exceeded");
        }
        long limit = settings.spec().maxBytes();
        return limit > 0 && bytes + size > limit ? new Failed(Problem.FULL, "maximum bytes exceeded") : null;
    }

    private void makeRoomFor(String subject, Removals removals) {
        while (count(subject) >= settings.spec().maxMessagesPerSubject()) {
            remove(firstOf(subject), removals);
        }
    }

    private long firstOf(String subject) {
        TreeSet<Long> sequences = bySubject.get(subject);
        return sequences == null ? 0 : sequences.getFirst();
    }

    private void add(StoredMessage message, long now, long size) {
        last = message.sequence();
        entries.put(last, new Entry(message, now, size));
        bySubject.computeIfAbsent(message.subject(), _ -> new TreeSet<>()).add(last);
        bytes += size;
    }

    private int count(String subject) {
        TreeSet<Long> sequences = bySubject.get(subject);
        return sequences == null ? 0 : sequences.size();
    }

    /** The sequence of the last message of that subject; 0 when there is none. */
    long lastOf(String subject) {
        TreeSet<Long> sequences = bySubject.get(subject);
        return sequences == null ? 0 : sequences.getLast();
    }

    @Nullable
    StoredMessage get(long sequence) {
        Entry entry = entries.get(sequence);
        return entry == null ? null : entry.message();
    }

    /** The first message from there on whose subject fits; null when there is none. */
    @Nullable
    StoredMessage next(long from, String filter) {
        for (Entry entry : entries.tailMap(from, true).values()) {
            if (Subjects.matches(filter, entry.message().subject())) {
                return entry.message();
            }
        }
        return null;
    }

    long count(long from, String filter) {
        return entries.tailMap(from, true).values().stream()
                .filter(entry -> Subjects.matches(filter, entry.message().subject()))
                .count();
    }

    /**
     * Removes all below {@code sequence}.
     *
     * @return how many went
     */
    long purgeBelow(long sequence) {
        Map<Long, Entry> doomed = entries.headMap(sequence, false);
        long purged = doomed.size();
        List.copyOf(doomed.values()).forEach(this::forget);
        if (entries.isEmpty()) {
            last = Math.max(last, sequence - 1);
        }
        synced = Math.max(synced, firstSequence() - 1);
        return purged;
    }

    private void remove(long sequence, Removals removals) {
        Entry entry = entries.get(sequence);
        if (entry != null) {
            forget(entry);
            removals.removed(entry.message());
        }
    }

    private void forget(Entry entry) {
        StoredMessage message = entry.message();
        entries.remove(message.sequence());
        bytes -= entry.bytes();
        bySubject.computeIfPresent(message.subject(), (same, sequences) -> {
            sequences.remove(message.sequence());
            return sequences.isEmpty() ? null : sequences;
        });
    }

    /** When the oldest message is to go for its age. */
    long nextExpiry() {
        long age = settings.spec().maxAge().toNanos();
        Map.Entry<Long, Entry> oldest = entries.firstEntry();
        return age <= 0 || oldest == null
                ? StreamServer.NEVER
                : oldest.getValue().storedAt() + age;
    }

    void expire(long now, Removals removals) {
        while (nextExpiry() <= now) {
            remove(firstSequence(), removals);
        }
    }

    /** All that is stored now survives a power cut. */
    void sync() {
        synced = last;
    }

    /** What a power cut would take. */
    List<StoredMessage> unsynced() {
        return entries.tailMap(synced, false).values().stream()
                .map(Entry::message)
                .toList();
    }

    /** The power is cut: what was not synced is gone. */
    void loseUnsynced() {
        List.copyOf(entries.tailMap(synced, false).values()).forEach(this::forget);
        last = Math.min(last, synced);
    }

    /** After the server's start. */
    void restart(long now) {
        duplicates.clear();
        entries.values().forEach(entry -> duplicates.rebuild(entry.message(), entry.storedAt(), now));
    }

    StreamState state() {
        Map.Entry<Long, Entry> oldest = entries.firstEntry();
        return new StreamState(
                created,
                last == 0 ? 0 : firstSequence(),
                oldest == null ? NO_TIME : oldest.getValue().message().time(),
                last,
                entries.size(),
                bytes,
                settings.spec().maxBytes());
    }
}
