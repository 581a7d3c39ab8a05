package dev.causality.conformance.system.evidence;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.StreamEvent.DeadLetter;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import dev.causality.checkers.history.StreamEvent.StreamSample;
import dev.causality.conformance.system.observe.NatsAccess;
import dev.causality.conformance.system.workload.Sha256;
import dev.causality.v1.EventEnvelope;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what the streams hold into the history: the events, and the dead letters with the bytes that they bury. */
public final class StreamEvidence {
    private static final String OURS = "X-DLQ-";
    private static final String MESSAGE_ID = "Nats-Msg-Id";

    private final StreamReader reader;
    private final HistoryWriter history;

    public StreamEvidence(Connection nats, HistoryWriter history) {
        this.reader = new StreamReader(nats);
        this.history = history;
    }

    /** Reads the stream under test; returns how many messages it holds. */
    public long readEvents(String stream) throws IOException, InterruptedException {
        List<Message> messages = new ArrayList<>();
        StreamInfo info = reader.read(stream, messages::add);
        String created = NatsAccess.created(info);
        for (Message message : messages) {
            byte[] bytes = bytes(message);
            history.append(at -> new MessageInStream(
                    at,
                    stream,
                    created,
                    message.metaData().streamSequence(),
                    message.getSubject(),
                    header(message, MESSAGE_ID),
                    bytes.length,
                    Sha256.hex(bytes)));
        }
        history.append(at -> new StreamSample(
                at,
                stream,
                created,
                info.getStreamState().getFirstSequence(),
                info.getStreamState().getLastSequence(),
                info.getStreamState().getMsgCount()));
        return messages.size();
    }

    /**
     * Reads the dead letters.
     *
     * @param objects fetches an object of the bucket by its key, where an entry keeps its bytes there
     * @return how many there are
     */
    public long readDeadLetters(String stream, Function<String, Optional<byte[]>> objects)
            throws IOException, InterruptedException {
        List<Message> entries = new ArrayList<>();
        reader.read(stream, entries::add);
        entries.forEach(entry -> deadLetter(entry, objects));
        return entries.size();
    }

    private void deadLetter(Message entry, Function<String, Optional<byte[]>> objects) {
        String objectKey = header(entry, OURS + "Payload-Object");
        byte[] bytes =
                objectKey == null ? bytes(entry) : objects.apply(objectKey).orElse(null);
        String text = header(entry, OURS + "Header-" + MESSAGE_ID);
        history.append(at -> new DeadLetter(
                at,
                entry.metaData().streamSequence(),
                header(entry, MESSAGE_ID),
                header(entry, OURS + "Original-Subject"),
                header(entry, OURS + "Stream"),
                header(entry, OURS + "Stream-Created"),
                header(entry, OURS + "Consumer"),
                number(header(entry, OURS + "Sequence")),
                number(header(entry, OURS + "Deliveries")),
                header(entry, OURS + "Reason"),
                header(entry, OURS + "First-Seen"),
                header(entry, OURS + "Time"),
                text,
                bytes == null ? -1 : bytes.length,
                bytes == null ? null : Sha256.hex(bytes),
                objectKey,
                bytes == null ? null : eventId(bytes)));
    }

    private static byte[] bytes(Message message) {
        byte[] data = message.getData();
        return data == null ? new byte[0] : data;
    }

    private static @Nullable String header(Message message, String name) {
        Headers headers = message.getHeaders();
        return headers == null ? null : headers.getFirst(name);
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static @Nullable String eventId(byte[] bytes) {
        try {
            String id = EventEnvelope.parseFrom(bytes).getId();
            return id.isEmpty() ? null : id;
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }
}
