package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.DocumentBucket;
import dev.causality.ports.Header;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import io.nats.client.Message;
import io.nats.client.support.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key-value bucket of JetStream's, readable by every NATS client: one subject per key, the last message counts, and one
 * with an operation header says that the document was removed. Reads and conditional writes go through the stream's
 * leader.
 */
final class NatsBucket implements DocumentBucket {

    private static final Pattern KEY = Pattern.compile("[-/_=a-zA-Z0-9]+(\\.[-/_=a-zA-Z0-9]+)*");
    private static final byte[] NOTHING = new byte[0];
    private static final long NO_REVISION = 0;

    private final Connected nats;
    private final String stream;
    private final String prefix;
    private final Instant created;
    private final PublishAck acks;

    NatsBucket(Connected nats, String name, Instant created) {
        this.nats = nats;
        this.stream = StreamShape.bucketStream(name);
        this.prefix = "$KV." + name + ".";
        this.created = created;
        this.acks = new PublishAck(stream);
    }

    @Override
    public Answer<Optional<Document>> get(String key, Deadline deadline) {
        return last(key, deadline)
                .map(found -> found.filter(message -> !isRemoval(message.headers()))
                        .map(message -> new Document(key, message.payload(), message.sequence())));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where a removed document had this key, its marker is written over.
     */
    @Override
    public WriteOutcome create(String key, byte[] value, Deadline deadline) {
        WriteOutcome outcome = write(key, value, NO_REVISION, List.of(), deadline);
        if (!(outcome instanceof WriteOutcome.Conflict)) {
            return outcome;
        }
        return switch (last(key, deadline)) {
            case Answer.Unavailable<Optional<StoredMessage>>(String detail) -> new WriteOutcome.Refused(detail);
            case Answer.Known<Optional<StoredMessage>>(var found) ->
                found.filter(message -> isRemoval(message.headers()))
                        .map(marker -> write(key, value, marker.sequence(), List.of(), deadline))
                        .orElse(outcome);
        };
    }

    @Override
    public WriteOutcome update(String key, byte[] value, long revision, Deadline deadline) {
        return write(key, value, revision, List.of(), deadline);
    }

    @Override
    public WriteOutcome delete(String key, long revision, Deadline deadline) {
        return write(key, NOTHING, revision, List.of(new Header(HeaderNames.KV_OPERATION, "DEL")), deadline);
    }

    @Override
    public Watch watch() {
        OrderedReader reader =
                new OrderedReader(nats, stream, created, OrderedReader.From.LAST_OF_EACH_SUBJECT, prefix + ">");
        return new NatsWatch(reader, nats.kernel(), prefix);
    }

    static boolean isRemoval(List<Header> headers) {
        return headers.stream().anyMatch(header -> header.name().equals(HeaderNames.KV_OPERATION));
    }

    private Answer<Optional<StoredMessage>> last(String key, Deadline deadline) {
        if (!KEY.matcher(key).matches()) {
            return new Answer.Known<>(Optional.empty());
        }
        String question = Json.object().put("last_by_subj", prefix + key).toString();
        Api.Result result = nats.api().request("STREAM.MSG.GET." + stream, question, deadline);
        return result instanceof Api.Result.Failed(ApiError error) && error.isStreamNotFound()
                ? new Answer.Unavailable<>(error.toString())
                : Api.find(result, body -> Optional.of(StoredMessages.ofJson(body)));
    }

    private WriteOutcome write(String key, byte[] value, long revision, List<Header> headers, Deadline deadline) {
        if (!KEY.matcher(key).matches()) {
            return new WriteOutcome.Refused(
                    "'" + key + "' cannot be a key: letters, digits, - / _ = and inner dots only");
        }
        List<Header> all = new ArrayList<>(headers);
        all.add(new Header(HeaderNames.EXPECTED_LAST_SUBJECT_SEQUENCE, Long.toString(revision)));
        long size = (long) WireHeaders.length("", all) + value.length;
        Session session = nats.link().current();
        if (session == null) {
            return new WriteOutcome.Refused(nats.link().problem());
        }
        if (size > session.maxPayload()) {
            return new WriteOutcome.Refused(size + " bytes; the server takes " + session.maxPayload() + " at most");
        }
        Question.Reply reply = Question.ask(
                session,
                nats.kernel(),
                address -> session.send(prefix + key, address, WireHeaders.of("", all), value),
                deadline,
                Cancellation.NEVER);
        return switch (reply) {
            case Question.Reply.Got(Message message) -> outcome(message);
            case Question.Reply.Nobody _ -> new WriteOutcome.Refused("nobody takes writes at the moment");
            case Question.Reply.NotSent(String why) -> new WriteOutcome.Refused(why);
            case Question.Reply.Missing(String why) -> new WriteOutcome.Unknown(why);
        };
    }

    private WriteOutcome outcome(Message message) {
        JsonValue body = message.isStatusMessage() ? null : Api.parse(message.getData());
        ApiError error = body == null ? null : ApiError.of(body);
        if (error != null && error.isWrongLastSequence()) {
            return new WriteOutcome.Conflict();
        }
        return switch (acks.read(message)) {
            case PublishOutcome.Confirmed(long sequence, boolean _) -> new WriteOutcome.Written(sequence);
            case PublishOutcome.Refused(var _, String detail) -> new WriteOutcome.Refused(detail);
            case PublishOutcome.Unknown(String detail) -> new WriteOutcome.Unknown(detail);
        };
    }
}
