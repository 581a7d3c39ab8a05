package dev.causality.deadletters;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.Header;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A stream in memory, with answers to order. For one task. */
final class FakeStream implements EventStream {

    static final Instant CREATED = Instant.parse("2026-11-20T08:00:00.000000001Z");

    final List<StoredMessage> messages = new ArrayList<>();
    final Deque<PublishOutcome> nextOutcomes = new ArrayDeque<>();
    Instant created = CREATED;
    Optional<ConsumerState> consumer = Optional.empty();
    boolean reachable = true;

    StoredMessage add(Instant time, String subject, List<Header> headers, byte[] payload) {
        StoredMessage message = new StoredMessage(messages.size() + 1L, time, subject, headers, payload);
        messages.add(message);
        return message;
    }

    @Override
    public String name() {
        return "FAKE";
    }

    @Override
    public List<PublishOutcome> publishAll(
            List<Publication> publications, Deadline deadline, Cancellation cancellation) {
        return publications.stream().map(this::publish).toList();
    }

    private PublishOutcome publish(Publication publication) {
        if (!nextOutcomes.isEmpty()) {
            return nextOutcomes.remove();
        }
        Header id = new Header("Nats-Msg-Id", publication.messageId());
        for (StoredMessage message : messages) {
            if (message.headers().contains(id)) {
                return new PublishOutcome.Confirmed(message.sequence(), true);
            }
        }
        List<Header> headers = new ArrayList<>(publication.headers());
        headers.add(id);
        return new PublishOutcome.Confirmed(
                add(CREATED, publication.subject(), headers, publication.payload())
                        .sequence(),
                false);
    }

    @Override
    public Answer<Optional<StoredMessage>> read(long sequence, Deadline deadline) {
        return answer(messages.stream()
                .filter(message -> message.sequence() == sequence)
                .findFirst());
    }

    @Override
    public Answer<Optional<StoredMessage>> readLast(String subject, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<StreamState> state(Deadline deadline) {
        return answer(new StreamState(created, 1, created, messages.size(), messages.size(), 0, -1));
    }

    @Override
    public Answer<Optional<ConsumerState>> consumerState(String name, Deadline deadline) {
        return answer(consumer);
    }

    @Override
    public Answer<Long> purgeBelow(long sequence, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Follower follow() {
        throw new UnsupportedOperationException();
    }

    private <T> Answer<T> answer(T value) {
        return reachable ? new Answer.Known<>(value) : new Answer.Unavailable<>("not connected");
    }
}
