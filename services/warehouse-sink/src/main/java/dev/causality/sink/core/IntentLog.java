package dev.causality.sink.core;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.causality.deadletters.Origin;
import dev.causality.events.Sequences;
import dev.causality.internal.v1.Intent;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import dev.causality.kernel.telemetry.Follower;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.Answer;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one order that all sinks agree on. Before a sink decides about messages it appends an {@link Intent} to a stream
 * that every sink follows, and waits until it has seen its own go by: from then on it knows every claim that came
 * before its own, and every other sink will know of its own. Safe for use by several tasks.
 */
final class IntentLog {

    private static final Logger LOG = LoggerFactory.getLogger(IntentLog.class);

    /** How long one publication of an intent, or one reading of the stream, may take before it is tried again. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    /** How many intents are renewed in one go. */
    private static final int RENEWED_AT_ONCE = 100;

    private final Kernel kernel;
    private final EventStream stream;
    private final Origin origin;
    private final String holder;
    private final Telemetry telemetry;

    private final Lock lock;
    private final Lock.Condition advanced;
    private final IntentIndex index = new IntentIndex();
    private long seen;

    IntentLog(Kernel kernel, EventStream stream, Origin origin, String holder, Telemetry telemetry) {
        this.kernel = kernel;
        this.stream = stream;
        this.origin = origin;
        this.holder = holder;
        this.telemetry = telemetry;
        this.lock = kernel.newLock();
        this.advanced = lock.newCondition();
    }

    /** The subject on which the sinks of this consumer tell each other their intents. */
    static String subject(Origin origin) {
        return "intents." + origin.stream() + "." + origin.consumer();
    }

    /** Follows the stream until cancelled: the body of a task. */
    void followUntil(Cancellation cancellation) {
        try (EventStream.Follower follower = stream.follow()) {
            while (!cancellation.isCancelled()) {
                List<StoredMessage> messages = follower.next(kernel.deadlineIn(REQUEST_TIMEOUT), cancellation);
                messages.forEach(this::take);
            }
        }
    }

    /**
     * Appends an intent and waits until its place in the order is known.
     *
     * @return its claim; empty when the cancellation or the end of the lease came first (the intent may be there all the
     *     same; nothing was done under it)
     */
    Optional<Claim> append(
            Intent.Kind kind,
            String id,
            String objectKey,
            List<Long> sequences,
            Lease lease,
            Cancellation cancellation) {
        long[] covered = sequences.stream().mapToLong(Long::longValue).toArray();
        Intent intent = Intent.newBuilder()
                .setId(id)
                .setKind(kind)
                .setStream(origin.stream())
                .setStreamCreatedNanos(nanos(origin.created()))
                .setConsumer(origin.consumer())
                .setObjectKey(objectKey)
                .setSequences(Sequences.encode(covered))
                .setHolder(holder)
                .setTimeMs(kernel.now().toEpochMilli())
                .build();
        Publication publication = new Publication(subject(origin), id, List.of(), intent.toByteArray());
        while (!cancellation.isCancelled() && lease.live()) {
            if (stream.publish(publication, kernel.deadlineIn(REQUEST_TIMEOUT), cancellation)
                    instanceof PublishOutcome.Confirmed(long position, boolean duplicate)) {
                telemetry.intentAnnounced();
                return awaitSeen(position, lease, cancellation)
                        ? Optional.of(claim(intent, position, position, kernel.now(), covered))
                        : Optional.empty();
            }
            kernel.sleep(RETRY_PAUSE, cancellation);
        }
        return Optional.empty();
    }

    /** Claims before {@code own} that cover one of its {@code sequences}, with those of them that they cover. */
    Answer<List<Overlap>> earlier(Claim own, List<Long> sequences, String folder) {
        List<Claim> candidates = lock.get(() -> index.before(own.position(), index.contested(sequences), folder));
        return overlaps(candidates, sequences);
    }

    /** Claims after {@code own} that cover one of its {@code sequences}, with those of them that they cover. */
    Answer<List<Overlap>> later(Claim own, List<Long> sequences, String folder) {
        List<Claim> candidates = lock.get(() -> index.after(own.position(), index.contested(sequences), folder));
        return overlaps(candidates, sequences);
    }

    /** The same as {@link #earlier}, from the stream itself and not from what is remembered: slow, and complete. */
    Answer<List<Overlap>> allEarlier(Claim own, List<Long> sequences, Lease lease, Cancellation cancellation) {
        TreeSet<Long> ours = new TreeSet<>(sequences);
        List<Overlap> found = new ArrayList<>();
        try (EventStream.Follower follower = stream.follow()) {
            while (lease.live() && !cancellation.isCancelled()) {
                for (StoredMessage message : follower.next(kernel.deadlineIn(REQUEST_TIMEOUT), cancellation)) {
                    if (message.sequence() >= own.position()) {
                        return new Answer.Known<>(found);
                    }
                    parse(message).ifPresent(heard -> {
                        List<Long> common = common(heard.sequences(), ours);
                        if (!common.isEmpty()) {
                            found.add(new Overlap(heard.claim(), common));
                        }
                    });
                }
            }
        }
        return new Answer.Unavailable<>("the intents could not be read in time");
    }

    void settled(Claim claim, Fate fate) {
        lock.run(() -> index.settle(claim.position(), fate));
    }

    Optional<Fate> fate(Claim claim) {
        return lock.get(() -> index.fate(claim.position()));
    }

    void forget(long ackFloor, Instant olderThan) {
        lock.run(() -> index.forget(ackFloor, olderThan));
    }

    /** A claim that meets ours, and where. */
    record Overlap(Claim claim, List<Long> sequences) {}

    /**
     * Publishes those again that are older than this and still matter, because they will age out: every sink does, and the
     * message id lets one succeed.
     */
    void renew(Instant olderThan, Cancellation cancellation) {
        for (Claim claim : lock.get(() -> index.olderThan(olderThan, RENEWED_AT_ONCE))) {
            if (!(read(claim) instanceof Answer.Known<Optional<StoredMessage>>(Optional<StoredMessage> message))) {
                return;
            }
            message.ifPresent(intent -> renew(claim, intent, cancellation));
        }
    }

    private void renew(Claim claim, StoredMessage message, Cancellation cancellation) {
        try {
            Intent again = Intent.parseFrom(message.payload()).toBuilder()
                    .setPosition(claim.position())
                    .build();
            String id = claim.id() + "." + claim.readAt();
            Publication publication = new Publication(subject(origin), id, List.of(), again.toByteArray());
            stream.publish(publication, kernel.deadlineIn(REQUEST_TIMEOUT), cancellation);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an intent that was read before", e);
        }
    }

    private boolean awaitSeen(long position, Lease lease, Cancellation cancellation) {
        try (var _ = cancellation.onCancel(() -> lock.run(advanced::signalAll))) {
            return lock.get(() -> {
                while (seen < position) {
                    if (cancellation.isCancelled() || !lease.live()) {
                        return false;
                    }
                    advanced.await(lease.end());
                }
                return true;
            });
        }
    }

    private void take(StoredMessage message) {
        lock.run(() -> {
            if (seen != 0 && message.sequence() > seen + 1) {
                telemetry.followerGap(Follower.INTENTS);
                LOG.atError()
                        .addKeyValue("missed", message.sequence() - seen - 1)
                        .log("intents aged out before they were seen: rows of this time may be stored twice");
            }
            parse(message).ifPresent(heard -> index.add(heard.claim(), heard.sequences()));
            seen = message.sequence();
            advanced.signalAll();
        });
    }

    /** A claim with the sequences that it covers. */
    private record Heard(Claim claim, long[] sequences) {}

    /** The claim in {@code message}, if it is one of this consumer's, and about this incarnation of the stream. */
    private Optional<Heard> parse(StoredMessage message) {
        if (!message.subject().equals(subject(origin))) {
            return Optional.empty();
        }
        try {
            Intent intent = Intent.parseFrom(message.payload());
            if (intent.getStreamCreatedNanos() != nanos(origin.created())) {
                return Optional.empty();
            }
            long[] sequences = Sequences.decode(intent.getSequences());
            if (sequences.length == 0) {
                throw new IllegalArgumentException("it covers nothing");
            }
            long position = intent.getPosition() == 0 ? message.sequence() : intent.getPosition();
            return Optional.of(
                    new Heard(claim(intent, position, message.sequence(), message.time(), sequences), sequences));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            LOG.atError()
                    .addKeyValue("position", message.sequence())
                    .addKeyValue("reason", e.getMessage())
                    .log("unreadable intent: somebody else publishes on the sinks' subject");
            return Optional.empty();
        }
    }

    private Answer<List<Overlap>> overlaps(List<Claim> candidates, List<Long> sequences) {
        if (candidates.isEmpty()) {
            return new Answer.Known<>(List.of());
        }
        TreeSet<Long> ours = new TreeSet<>(sequences);
        List<Overlap> found = new ArrayList<>();
        for (Claim claim : candidates) {
            switch (read(claim)) {
                case Answer.Unavailable<Optional<StoredMessage>>(String detail) -> {
                    return new Answer.Unavailable<>(detail);
                }
                case Answer.Known<Optional<StoredMessage>>(Optional<StoredMessage> message) ->
                    message.flatMap(this::parse).ifPresent(heard -> {
                        List<Long> common = common(heard.sequences(), ours);
                        if (!common.isEmpty()) {
                            found.add(new Overlap(claim, common));
                        }
                    });
            }
        }
        return new Answer.Known<>(found);
    }

    /** The intent of a claim; empty when it has aged out, after which nobody can say any more what it covers. */
    private Answer<Optional<StoredMessage>> read(Claim claim) {
        Answer<Optional<StoredMessage>> answer = stream.read(claim.readAt(), kernel.deadlineIn(REQUEST_TIMEOUT));
        if (!(answer instanceof Answer.Known<Optional<StoredMessage>>(Optional<StoredMessage> message))
                || message.isPresent()) {
            return answer;
        }
        Optional<Claim> renewed =
                lock.get(() -> index.at(claim.position())).filter(now -> now.readAt() > claim.readAt());
        if (renewed.isPresent()) {
            return read(renewed.get());
        }
        telemetry.followerGap(Follower.INTENTS);
        LOG.atError()
                .addKeyValue("position", claim.position())
                .addKeyValue("object", claim.objectKey())
                .log("an intent aged out before it was settled: its rows may be stored twice");
        lock.run(() -> index.drop(claim));
        return answer;
    }

    private static List<Long> common(long[] theirs, SortedSet<Long> ours) {
        List<Long> common = new ArrayList<>();
        for (long sequence : theirs) {
            if (ours.contains(sequence)) {
                common.add(sequence);
            }
        }
        return common;
    }

    private static Claim claim(Intent intent, long position, long readAt, Instant time, long[] sequences) {
        return new Claim(
                position,
                intent.getId(),
                intent.getKind(),
                intent.getObjectKey(),
                sequences[0],
                sequences[sequences.length - 1],
                readAt,
                time);
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
