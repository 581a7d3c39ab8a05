package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import io.nats.client.support.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A stream of JetStream's. It is the one that was created at {@code created}, and no later one of the same name. */
final class NatsStream implements EventStream {

    private final Connected nats;
    private final String name;
    private final Instant created;
    private final Publisher publisher;

    NatsStream(Connected nats, String name, Instant created) {
        this.nats = nats;
        this.name = name;
        this.created = created;
        this.publisher = new Publisher(nats.link(), nats.kernel(), nats.limit(), name);
    }

    @Override
    public String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    @Override
    public List<PublishOutcome> publishAll(
            List<Publication> publications, Deadline deadline, Cancellation cancellation) {
        return publisher.publishAll(publications, deadline, cancellation);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Any replica may answer, which is cheap; that there is no such message is believed of the leader only, for a
     * replica may lag.
     */
    @Override
    public Answer<Optional<StoredMessage>> read(long sequence, Deadline deadline) {
        String question = Json.object().put("seq", sequence).toString();
        Question.Reply direct =
                nats.api().ask(Api.PREFIX + "DIRECT.GET." + name, question, deadline, Cancellation.NEVER);
        if (direct instanceof Question.Reply.Got(var message)) {
            Optional<StoredMessage> found = StoredMessages.ofDirect(message);
            if (found.isPresent()) {
                return new Answer.Known<>(found);
            }
        }
        return readFromLeader(question, deadline);
    }

    @Override
    public Answer<Optional<StoredMessage>> readLast(String subject, Deadline deadline) {
        return readFromLeader(Json.object().put("last_by_subj", subject).toString(), deadline);
    }

    private Answer<Optional<StoredMessage>> readFromLeader(String question, Deadline deadline) {
        return noMessageIfNone(nats.api().request("STREAM.MSG.GET." + name, question, deadline));
    }

    /** That the stream itself is gone is no answer to the question for one of its messages. */
    private static Answer<Optional<StoredMessage>> noMessageIfNone(Api.Result result) {
        return result instanceof Api.Result.Failed(ApiError error) && error.isStreamNotFound()
                ? new Answer.Unavailable<>(error.toString())
                : Api.find(result, body -> Optional.of(StoredMessages.ofJson(body)));
    }

    @Override
    public Answer<StreamState> state(Deadline deadline) {
        return Api.answer(nats.api().request("STREAM.INFO." + name, "", deadline), NatsStream::state);
    }

    private static StreamState state(JsonValue info) {
        JsonValue state = Api.member(info, "state");
        return new StreamState(
                StoredMessages.instant(Api.string(info, "created")),
                Api.number(state, "first_seq", 0),
                StoredMessages.instant(Api.string(state, "first_ts")),
                Api.number(state, "last_seq", 0),
                Api.number(state, "messages", 0),
                Api.number(state, "bytes", 0),
                Api.number(Api.member(info, "config"), "max_bytes", -1));
    }

    @Override
    public Answer<Optional<ConsumerState>> consumerState(String consumer, Deadline deadline) {
        Api.Result result = nats.api().request("CONSUMER.INFO." + name + "." + consumer, "", deadline);
        return result instanceof Api.Result.Failed(ApiError error) && error.isStreamNotFound()
                ? new Answer.Unavailable<>(error.toString())
                : Api.find(result, body -> Optional.of(ConsumerShape.state(body)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A stream that was made again since it was opened is not purged: the sequence means another message there. Nor is
     * the server asked to purge below 0 or, up to version 2.12 at least, below 1: it would purge everything.
     */
    @Override
    public Answer<Long> purgeBelow(long sequence, Deadline deadline) {
        return switch (state(deadline)) {
            case Answer.Unavailable<StreamState>(String detail) -> new Answer.Unavailable<>(detail);
            case Answer.Known<StreamState>(StreamState now)
            when !now.created().equals(created) -> new Answer.Unavailable<>(madeAgain(now.created()));
            case Answer.Known<StreamState>(StreamState now)
            when sequence <= Math.max(1, now.firstSequence()) -> new Answer.Known<>(0L);
            case Answer.Known<StreamState> _ ->
                Api.answer(
                        nats.api()
                                .request(
                                        "STREAM.PURGE." + name,
                                        Json.object().put("seq", sequence).toString(),
                                        deadline),
                        body -> Api.number(body, "purged", 0));
        };
    }

    private String madeAgain(Instant now) {
        return "stream " + name + " was deleted and made again at " + now + "; this process opened the one of "
                + created;
    }

    @Override
    public Follower follow() {
        return new NatsFollower(new OrderedReader(nats, name, created, OrderedReader.From.FIRST, ""), nats.kernel());
    }
}
