package dev.causality.checkers;

import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.ClientEvent.Outcome;
import dev.causality.checkers.history.ClientEvent.PoisonAttempt;
import dev.causality.checkers.history.ClientEvent.PoisonConfirmed;
import dev.causality.checkers.history.ClientEvent.Result;
import dev.causality.checkers.history.FaultEvent.FaultBegun;
import dev.causality.checkers.history.FaultEvent.FaultEnded;
import dev.causality.checkers.history.FaultEvent.FaultObserved;
import dev.causality.checkers.history.FaultEvent.FaultPlanned;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.HistoryFormat;
import dev.causality.checkers.history.ProcessEvent.ProcessExited;
import dev.causality.checkers.history.ProcessEvent.ProcessSignalled;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import dev.causality.checkers.history.ProcessEvent.Signal;
import dev.causality.checkers.history.RunEvent.Exercise;
import dev.causality.checkers.history.RunEvent.Quiescence;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.checkers.history.RunEvent.RunEnded;
import dev.causality.checkers.history.RunEvent.Scope;
import dev.causality.checkers.history.StoreEvent.StoredObject;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import dev.causality.checkers.history.StreamEvent.ConsumerSample;
import dev.causality.checkers.history.StreamEvent.DeadLetter;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import dev.causality.checkers.history.StreamEvent.StreamSample;
import dev.causality.checkers.history.TapEvent.ConnectionClosed;
import dev.causality.checkers.history.TapEvent.ConnectionOpened;
import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.Delivered;
import dev.causality.checkers.history.WireEvent.PutAnswered;
import dev.causality.checkers.history.WireEvent.PutCarried;
import dev.causality.checkers.history.WireEvent.PutRequested;
import dev.causality.checkers.history.WireEvent.RowIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes histories by hand: short names, milliseconds, and a default for everything that a test does not care about. */
final class HistoryBuilder {
    static final String STREAM = "EVENTS";
    static final String SINK = "warehouse-sink";
    static final String CREATED = "2026-11-20T00:00:00Z";
    static final Instant START = Instant.parse("2026-11-20T01:00:00Z");
    static final String APP = "shop";
    static final String PARTITION = "app_id=shop/year=2026/month=11/day=20/hour=01";
    static final long ACK_WAIT_MILLIS = 5000;
    static final long SHUTDOWN_MILLIS = 10_000;

    private final List<HistoryEvent> events = new ArrayList<>();
    private List<Exercise> exercises = List.of();
    private List<String> invariants = List.of("A1");
    private long minimumAttempts;
    private long micros;
    private int names;

    static String key(int number) {
        return "00000000-0000-7000-8000-%012d".formatted(number);
    }

    static String id(int number) {
        return "id-" + number;
    }

    static String sha(int number) {
        return "%064x".formatted(number);
    }

    HistoryBuilder claims(String... ids) {
        invariants = List.of(ids);
        return this;
    }

    HistoryBuilder needs(Exercise... needed) {
        exercises = List.of(needed);
        return this;
    }

    HistoryBuilder needsAttempts(long minimum) {
        minimumAttempts = minimum;
        return this;
    }

    HistoryBuilder at(long millis) {
        micros = millis * 1000;
        return this;
    }

    HistoryBuilder add(HistoryEvent event) {
        events.add(event);
        return this;
    }

    HistoryBuilder attempt(int event) {
        return attempt(event, attempt -> attempt);
    }

    HistoryBuilder attempt(int event, UnaryOperator<Attempt> change) {
        String name = "t" + ++names;
        return add(change.apply(new Attempt(
                micros, name, "r" + names, "p", event, 1, APP, key(event), null, PARTITION, true, "d" + event)));
    }

    /** The outcome of the attempt that was made last. */
    HistoryBuilder outcome(Result result, int status, String id) {
        return add(new Outcome(micros, "t" + names, result, status, id.isEmpty() ? null : id, ""));
    }

    HistoryBuilder accepted(int event) {
        return attempt(event).outcome(Result.ACCEPTED, 200, id(event));
    }

    HistoryBuilder unknown(int event) {
        return attempt(event).outcome(Result.UNKNOWN, 503, "");
    }

    HistoryBuilder message(int event, long sequence) {
        return message(sequence, APP + ":" + key(event), sha(event));
    }

    HistoryBuilder message(long sequence, @Nullable String messageId, String sha256) {
        return add(new MessageInStream(
                micros, STREAM, CREATED, sequence, "events.shop.user.login", messageId, 10, sha256));
    }

    HistoryBuilder row(int event, long sequence) {
        return row(event, sequence, row -> row);
    }

    HistoryBuilder row(int event, long sequence, UnaryOperator<StoredRow> change) {
        String object = "events/" + PARTITION + "/f" + ++names + ".parquet";
        add(new StoredObject(micros, object, 100, 1, Map.of(), null));
        return add(change.apply(
                new StoredRow(micros, object, id(event), APP, key(event), CREATED, sequence, PARTITION, "d" + event)));
    }

    HistoryBuilder poison(String name, long sequence, int sha) {
        add(new PoisonAttempt(micros, name, "undecodable", "events.x", 10, sha(sha)));
        return add(new PoisonConfirmed(micros, name, CREATED, sequence));
    }

    HistoryBuilder dead(long sequence, int sha) {
        return dead(sequence, sha, 1);
    }

    HistoryBuilder dead(long sequence, int sha, long deliveries) {
        return add(deadLetter(sequence, sha, deliveries));
    }

    DeadLetter deadLetter(long sequence, int sha, long deliveries) {
        String time = START.plusMillis(micros / 1000).toString();
        return new DeadLetter(
                micros,
                ++names,
                "m" + names,
                "events.shop.user.login",
                STREAM,
                CREATED,
                SINK,
                sequence,
                deliveries,
                "undecodable",
                time,
                time,
                null,
                10,
                sha(sha),
                null,
                null);
    }

    HistoryBuilder fault(String name, String kind, String target, long beginMillis, long endMillis) {
        events.addFirst(new FaultPlanned(0, name, kind, target, beginMillis, endMillis - beginMillis));
        add(new FaultBegun(beginMillis * 1000, name));
        add(new FaultObserved(beginMillis * 1000, name, "seen"));
        return add(new FaultEnded(endMillis * 1000, name));
    }

    /** A fault that is planned already is in force once more. */
    HistoryBuilder faultAgain(String name, long beginMillis, long endMillis) {
        add(new FaultBegun(beginMillis * 1000, name));
        return add(new FaultEnded(endMillis * 1000, name));
    }

    HistoryBuilder started(String process, String role) {
        return add(new ProcessStarted(micros, process, role));
    }

    HistoryBuilder signalled(String process, Signal signal) {
        return add(new ProcessSignalled(micros, process, signal));
    }

    HistoryBuilder exited(String process, int code) {
        return add(new ProcessExited(micros, process, code));
    }

    HistoryBuilder consumer(long deliveries, long highest, long floor, long pending, long ackPending, long again) {
        return add(new ConsumerSample(micros, STREAM, SINK, deliveries, highest, floor, pending, ackPending, again));
    }

    /** The consumer has finished with everything up to here. */
    HistoryBuilder finished(long sequence) {
        return consumer(sequence, sequence, sequence, 0, 0, 0);
    }

    HistoryBuilder stream(long messages) {
        return add(new StreamSample(micros, STREAM, CREATED, 1, messages, messages));
    }

    HistoryBuilder delivered(String holder, long sequence, long delivery) {
        return add(new Delivered(micros, holder, STREAM, SINK, sequence, ++names, delivery, null));
    }

    HistoryBuilder answered(String holder, long sequence, long delivery, AckKind answer) {
        return answered(holder, sequence, delivery, answer, 0);
    }

    HistoryBuilder answered(String holder, long sequence, long delivery, AckKind answer, long delayMillis) {
        return add(new Answered(micros, holder, STREAM, SINK, sequence, delivery, answer, delayMillis));
    }

    /** A conditional PUT is on its way, with a row for each of these sequences. */
    HistoryBuilder put(String name, String objectKey, long... sequences) {
        return put(name, objectKey, true, sequences);
    }

    HistoryBuilder put(String name, String objectKey, boolean conditional, long... sequences) {
        add(new PutRequested(
                micros, name, "sink-1", objectKey, 10, sha(Arrays.hashCode(sequences) & 0xfff), conditional));
        return add(new PutCarried(
                micros,
                name,
                Arrays.stream(sequences)
                        .mapToObj(sequence -> new RowIdentity(APP, key((int) sequence), id((int) sequence), sequence))
                        .toList()));
    }

    HistoryBuilder putAnswered(String name, int status) {
        return add(new PutAnswered(micros, name, status));
    }

    /** A row that is found at the end in an object of this key. */
    HistoryBuilder found(String objectKey, long sequence) {
        add(new StoredObject(micros, objectKey, 100, 1, Map.of(), null));
        return add(new StoredRow(
                micros, objectKey, id((int) sequence), APP, key((int) sequence), CREATED, sequence, PARTITION, null));
    }

    HistoryBuilder connection(String name, String holder) {
        return add(new ConnectionOpened(micros, name, holder, "nats"));
    }

    HistoryBuilder closed(String connection) {
        return add(new ConnectionClosed(micros, connection));
    }

    /** The rest and the end of a run. */
    HistoryBuilder ended() {
        add(new Quiescence(micros, true, ""));
        return add(new RunEnded(micros));
    }

    History build() {
        Scope scope = new Scope(
                invariants,
                exercises,
                minimumAttempts,
                STREAM,
                SINK,
                "events.>",
                ACK_WAIT_MILLIS,
                SHUTDOWN_MILLIS,
                "put_failures");
        List<HistoryEvent> all = new ArrayList<>();
        all.add(new RunBegun(
                0, HistoryFormat.VERSION, "test", 1, "unknown", START.toString(), Map.of(), Map.of(), scope));
        all.addAll(events);
        return History.of(all);
    }

    Verdict verdictOf(Checker checker) {
        return checker.check(build());
    }
}
