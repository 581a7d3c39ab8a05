package dev.causality.conformance.simulation;

import dev.causality.checkers.history.StreamEvent.MessageLost;
import dev.causality.checkers.history.StreamEvent.SequenceReused;
import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.Delivered;
import dev.causality.checkers.history.WireEvent.PutAnswered;
import dev.causality.checkers.history.WireEvent.PutCarried;
import dev.causality.checkers.history.WireEvent.PutRequested;
import dev.causality.checkers.history.WireEvent.RowIdentity;
import dev.causality.conformance.simulation.Incarnations.Identity;
import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.WorldObserver;
import dev.causality.faults.sim.world.jetstream.AckAddress;
import dev.causality.faults.sim.world.jetstream.AckAnswer;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What really happened, as the servers saw it, moment by moment: writes the wire's part of the history, and knows at any
 * time which rows are durable, which messages are stored and buried, and how often each should have been delivered.
 */
final class Truth implements WorldObserver {

    private static final String WAREHOUSE = Tuning.PREFIX + "/app_id=";
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MOST_VIOLATIONS = 20;

    /**
     * What cannot be judged once the server has lost what it had confirmed: it gives sequences out again, and the state of
     * a consumer may be ahead of its stream, which real servers recover from differently, or not at all (nats-server's
     * issues 3996 and 5412).
     */
    private static final List<String> RESTS_ON_SEQUENCES = List.of("A4", "B1", "B4", "B5", "B7", "LIVENESS");

    private final Simulation simulation;
    private final Recorder recorder;
    private final Encoding encoding;
    private final Deliveries deliveries;
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, List<Identity>> carried = new LinkedHashMap<>();
    private final Incarnations incarnations = new Incarnations();
    private final Set<Identity> durable = new LinkedHashSet<>();
    private final Set<Identity> buried = new LinkedHashSet<>();
    private final Set<String> confirmed = new LinkedHashSet<>();
    private final Map<String, Long> exercised = new TreeMap<>();
    private final Map<Identity, String> eventAt = new LinkedHashMap<>();
    private final Set<Identity> lost = new LinkedHashSet<>();
    private long lostMessages;

    /** A power cut has taken something, intents perhaps, without which nobody can know who was first. */
    private boolean serverForgot;

    private List<String> endsAt = List.of();
    private boolean endedEarly;

    Truth(Simulation simulation, Recorder recorder, Encoding encoding, Tuning tuning) {
        this.simulation = simulation;
        this.recorder = recorder;
        this.encoding = encoding;
        this.deliveries = new Deliveries(tuning, this::broken);
    }

    /** Ends the run as soon as one of these promises is seen broken. */
    void endAt(List<String> invariants) {
        endsAt = List.copyOf(invariants);
    }

    /** Whether a broken promise has ended the run before its time. */
    boolean endedEarly() {
        return endedEarly;
    }

    /** A promise that was seen broken while the run went on. */
    record Violation(String invariant, String what) {}

    long nanos() {
        return simulation.nanos();
    }

    void broken(String invariant, String what) {
        if (serverForgot && RESTS_ON_SEQUENCES.contains(invariant)) {
            exercised("not judged after a loss");
            return;
        }
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(new Violation(invariant, "at " + nanos() / NANOS_PER_MILLI + " ms " + what));
        }
        if (endsAt.contains(invariant)) {
            endedEarly = true;
            simulation.end();
        }
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** Whether the warehouse holds a row of this message. */
    boolean durable(Identity message) {
        // Of a sequence that was given out twice nobody can tell which message is meant.
        return durable.contains(message) || lost.contains(message);
    }

    /** Whether the dead letters hold an entry for this message. */
    boolean buried(Identity message) {
        return buried.contains(message);
    }

    Incarnations incarnations() {
        return incarnations;
    }

    /** Whether the stream has stored a message with this id. */
    boolean confirmed(String messageId) {
        return confirmed.contains(messageId);
    }

    void exercised(String what) {
        exercised.merge(what, 1L, Long::sum);
    }

    Map<String, Long> exercised() {
        return exercised;
    }

    long leaseEnd(long sequence) {
        return deliveries.leaseEnd(sequence);
    }

    @Override
    public void published(String process, Publication publication, PublishOutcome outcome) {
        if (!(outcome instanceof PublishOutcome.Confirmed confirmation)
                || publication.messageId().isEmpty()) {
            return;
        }
        if (publication.subject().startsWith("events.")) {
            confirmed.add(publication.messageId());
            deliveries.stored(confirmation.sequence());
            stored(publication.messageId(), confirmation);
        } else if (publication.subject().startsWith("dlq.")) {
            buried.add(buriedBy(publication.messageId()));
        }
    }

    /** The message whose dead letter has this id: {@code stream:created:consumer:sequence}, created in nanoseconds. */
    private Identity buriedBy(String id) {
        List<String> parts = List.of(id.split(":", -1));
        Instant created = Instant.EPOCH.plusNanos(Long.parseLong(parts.get(1)));
        return new Identity(incarnations.at(created), Long.parseLong(parts.getLast()));
    }

    @Override
    public void streamDeleted(String stream) {
        if (stream.equals(Tuning.EVENTS)) {
            incarnations.deleted(simulation.now(), confirmed);
            deliveries.streamDeleted();
        }
    }

    private void stored(String messageId, PublishOutcome.Confirmed confirmation) {
        if (confirmation.duplicate()) {
            return;
        }
        Identity message = new Identity(incarnations.current(), confirmation.sequence());
        eventAt.put(message, messageId);
        if (lost.contains(message)) {
            recorder.add(at -> new SequenceReused(at, Tuning.EVENTS, message.sequence(), messageId));
        }
    }

    @Override
    public void powerCut(String stream, List<StoredMessage> gone) {
        serverForgot |= !gone.isEmpty();
        for (StoredMessage message : gone) {
            @Nullable String id = Evidence.messageId(message);
            if (stream.equals(Tuning.EVENTS)) {
                lostMessages++;
                lost.add(new Identity(incarnations.current(), message.sequence()));
                deliveries.lost(message.sequence());
                recorder.add(at -> new MessageLost(at, stream, message.sequence(), id));
            } else if (stream.equals(Tuning.DEAD_LETTERS)) {
                Identity dead = buriedBy(Objects.requireNonNull(id));
                lostMessages++;
                buried.remove(dead);
                recorder.add(at -> new MessageLost(at, stream, message.sequence(), eventAt.get(dead)));
            }
        }
    }

    /** Events and dead letters that the server had confirmed and lost when its power was cut. */
    long lostMessages() {
        return lostMessages;
    }

    @Override
    public void purging(String process, String stream, long below) {
        if (!stream.equals(Tuning.EVENTS)) {
            return;
        }
        exercised("property A4");
        deliveries.unfinishedBelow(below).stream()
                .map(sequence -> new Identity(incarnations.current(), sequence))
                .filter(message -> !durable(message) && !buried(message))
                .findFirst()
                .ifPresent(message -> broken(
                        "A4",
                        process + " purges all below " + below + ", and " + message.sequence()
                                + " is not finished with"));
    }

    @Override
    public void delivered(String process, dev.causality.faults.sim.world.jetstream.Delivered delivered) {
        AckAddress address = delivered.address();
        recorder.add(at -> new Delivered(
                at,
                process,
                address.stream(),
                address.consumer(),
                address.sequence(),
                address.consumerSequence(),
                address.deliveries(),
                null));
        if (address.consumer().equals(Tuning.CONSUMER)) {
            deliveries.delivered(address, process, nanos());
        }
    }

    @Override
    public void answered(String process, AckAddress address, AckAnswer answer) {
        AckKind kind = switch (answer) {
            case AckAnswer.Ack _ -> AckKind.ACK;
            case AckAnswer.Nak _ -> AckKind.NAK;
            case AckAnswer.Term _ -> AckKind.TERM;
            case AckAnswer.InProgress _ -> AckKind.IN_PROGRESS;
        };
        long delayNanos = answer instanceof AckAnswer.Nak(long delay) ? delay : 0;
        recorder.add(at -> new Answered(
                at,
                process,
                address.stream(),
                address.consumer(),
                address.sequence(),
                address.deliveries(),
                kind,
                delayNanos / NANOS_PER_MILLI));
        if (address.consumer().equals(Tuning.CONSUMER)) {
            checkOwn(process, address, kind);
            deliveries.answered(address, kind, delayNanos, nanos());
        }
    }

    /** An answer names a sequence alone: one to a message of a deleted stream hits whatever has its sequence now. */
    private void checkOwn(String process, AckAddress address, AckKind kind) {
        Identity message = new Identity(incarnations.current(), address.sequence());
        boolean wrong = switch (kind) {
            case ACK -> !durable(message);
            case TERM -> !buried(message);
            case NAK, IN_PROGRESS -> false;
        };
        if (!wrong || !deliveries.unanswered(address.sequence())) {
            return;
        }
        if (incarnations.at(address.stored()) < message.incarnation()) {
            exercised("messages settled for those of a deleted stream");
            incarnations.settled(message, eventAt.get(message));
        } else if (kind == AckKind.ACK) {
            broken("B1", "an acknowledgement of " + process + " reaches " + message + ", which is not durable");
        } else {
            broken("B4", "a termination of " + process + " reaches " + message + ", which is not buried");
        }
    }

    @Override
    public void putRequested(String process, String put, NewObject object, boolean conditional) {
        String sha256 = Hashes.sha256(object.body());
        recorder.add(at -> new PutRequested(at, put, process, object.key(), object.body().length, sha256, conditional));
        if (!object.key().startsWith(WAREHOUSE)) {
            return;
        }
        ReadableEncoder.Content content = encoding.read(object.body());
        List<ReadableEncoder.RowText> rows = content.rows();
        int incarnation = incarnations.at(Instant.parse(content.metadata().get("causality.stream_created")));
        carried.put(
                put,
                rows.stream()
                        .map(row -> new Identity(incarnation, row.sequence()))
                        .toList());
        List<RowIdentity> identities = rows.stream()
                .map(row -> new RowIdentity(row.app(), row.idempotencyKey(), row.eventId(), row.sequence()))
                .toList();
        recorder.add(at -> new PutCarried(at, put, identities));
    }

    @Override
    public void putCarriedOut(String put, String key, boolean written) {
        if (!written) {
            return;
        }
        for (Identity message : carried.getOrDefault(put, List.of())) {
            if (!durable.add(message)) {
                broken("B7", "sequence " + message.sequence() + " was stored again, in " + key);
            }
        }
    }

    @Override
    public void putAnswered(String process, String put, int status) {
        recorder.add(at -> new PutAnswered(at, put, status));
    }

    @Override
    public void streamServer(boolean running) {
        deliveries.serverStopped();
    }
}
