package dev.causality.conformance.simulation;

import dev.causality.checkers.history.StoreEvent.StoredObject;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import dev.causality.checkers.history.StreamEvent.ConsumerSample;
import dev.causality.checkers.history.StreamEvent.DeadLetter;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import dev.causality.checkers.history.StreamEvent.StreamSample;
import dev.causality.deadletters.Entries;
import dev.causality.deadletters.Entry;
import dev.causality.deadletters.Original;
import dev.causality.events.EventReader;
import dev.causality.faults.sim.SimKernel;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.Header;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is left at the end of a run into the history, through ports of its own. In a task of the harness. */
final class Evidence {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PAGE = 1000;
    private static final String MESSAGE_ID = "Nats-Msg-Id";
    private static final String WAREHOUSE = Tuning.PREFIX + "/app_id=";

    private final SimKernel kernel;
    private final Recorder recorder;
    private final Encoding encoding;
    private final ObjectStore store;
    private final Deliveries deliveries;

    Evidence(SimKernel kernel, Recorder recorder, Encoding encoding, ObjectStore store, Deliveries deliveries) {
        this.kernel = kernel;
        this.recorder = recorder;
        this.encoding = encoding;
        this.store = store;
        this.deliveries = deliveries;
    }

    void readStream(EventStream events) {
        StreamState state = known(events.state(deadline()));
        String created = state.created().toString();
        recorder.add(at -> new StreamSample(
                at, events.name(), created, state.firstSequence(), state.lastSequence(), state.messages()));
        for (long at = state.firstSequence(); state.messages() > 0 && at <= state.lastSequence(); at++) {
            known(events.read(at, deadline())).ifPresent(message -> message(events.name(), created, message));
        }
        known(events.consumerState(Tuning.CONSUMER, deadline())).ifPresent(this::consumer);
    }

    private void message(String stream, String created, StoredMessage message) {
        recorder.add(at -> new MessageInStream(
                at,
                stream,
                created,
                message.sequence(),
                message.subject(),
                messageId(message),
                message.payload().length,
                Hashes.sha256(message.payload())));
    }

    private void consumer(ConsumerState state) {
        recorder.add(at -> new ConsumerSample(
                at,
                Tuning.EVENTS,
                Tuning.CONSUMER,
                deliveries.total(),
                state.deliveredSequence(),
                state.ackFloor(),
                state.pending(),
                state.ackPending(),
                state.redelivered()));
    }

    void readDeadLetters(EventStream letters) {
        Entries entries = new Entries(letters, Optional.of(store));
        known(entries.newest(Integer.MAX_VALUE, _ -> true, deadline()))
                .reversed()
                .forEach(entry -> entry(entries, entry));
    }

    private void entry(Entries entries, Entry entry) {
        byte @Nullable [] payload = null;
        List<Header> headers = List.of();
        if (entries.original(entry, deadline()) instanceof Original.Whole(List<Header> all, byte[] body)) {
            payload = body;
            headers = all;
        }
        byte @Nullable [] bytes = payload;
        String messageId = header(headers, MESSAGE_ID);
        recorder.add(at -> new DeadLetter(
                at,
                entry.sequence(),
                entry.id(),
                entry.letter().subject(),
                entry.letter().origin().stream(),
                entry.letter().origin().created().toString(),
                entry.letter().origin().consumer(),
                entry.letter().sequence(),
                entry.letter().deliveries(),
                entry.letter().reason().code(),
                entry.letter().firstSeen().toString(),
                entry.letter().time().toString(),
                messageId,
                bytes == null ? -1 : bytes.length,
                bytes == null ? null : Hashes.sha256(bytes),
                entry.payload().map(reference -> reference.key()).orElse(null),
                bytes == null ? null : eventId(bytes)));
    }

    private static @Nullable String eventId(byte[] payload) {
        return payload.length > 0
                        && new EventReader().read(payload) instanceof EventReader.Reading.Valid(var event)
                        && event.hasId()
                ? event.id()
                : null;
    }

    void readWarehouse() {
        String last = "";
        List<String> page = keys(last);
        while (!page.isEmpty()) {
            for (String key : page) {
                object(key);
                last = key;
            }
            page = keys(last);
        }
    }

    private List<String> keys(String after) {
        return answered(store.list(WAREHOUSE, after, PAGE, deadline()));
    }

    private void object(String key) {
        byte[] body = answered(store.get(key, deadline())).orElseThrow().body();
        try {
            ReadableEncoder.Content content = encoding.read(body);
            recorder.add(
                    at -> new StoredObject(at, key, body.length, content.rows().size(), content.metadata(), null));
            content.rows().forEach(row -> row(key, content, row));
        } catch (IllegalArgumentException e) {
            recorder.add(at -> new StoredObject(at, key, body.length, 0, new java.util.TreeMap<>(), e.toString()));
        }
    }

    private void row(String key, ReadableEncoder.Content content, ReadableEncoder.RowText row) {
        recorder.add(at -> new StoredRow(
                at,
                key,
                row.eventId(),
                row.app(),
                row.idempotencyKey(),
                content.metadata().get("causality.stream_created"),
                row.sequence(),
                row.partition(),
                row.digest()));
    }

    static @Nullable String messageId(StoredMessage message) {
        return header(message.headers(), MESSAGE_ID);
    }

    private static @Nullable String header(List<Header> headers, String name) {
        for (Header header : headers) {
            if (header.name().equals(name)) {
                return header.value();
            }
        }
        return null;
    }

    private Deadline deadline() {
        return kernel.deadlineIn(TIMEOUT);
    }

    private static <T> T known(Answer<T> answer) {
        if (answer instanceof Answer.Known<T>(T value)) {
            return value;
        }
        throw new IllegalStateException("a healed server does not answer: " + answer);
    }

    private static <T> T answered(StoreAnswer<T> answer) {
        if (answer instanceof StoreAnswer.Known<T>(T value)) {
            return value;
        }
        throw new IllegalStateException("a healed store does not answer: " + answer);
    }
}
