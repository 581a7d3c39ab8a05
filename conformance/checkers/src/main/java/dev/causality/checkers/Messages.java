package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.RunEvent.Scope;
import dev.causality.checkers.history.StreamEvent.ConsumerSample;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The messages that the stream under test still holds and its consumer takes, and how far the consumer has got.
 *
 * <p>A message that the consumer has finished with is on its way out, even while the stream still keeps a copy: it is
 * safe only if it is stored or dead. What is <em>still in the stream</em>, in the sense of "nothing is lost", is what
 * the consumer has not finished with.
 */
final class Messages {
    private final Map<Identity, Message> messages = new LinkedHashMap<>();
    private final Map<EventKey, List<Message>> byEvent = new LinkedHashMap<>();
    private final long finishedUpTo;
    private final boolean allFinished;

    private Messages(Optional<ConsumerSample> consumer) {
        finishedUpTo = consumer.map(ConsumerSample::ackFloorStreamSequence).orElse(0L);
        allFinished = consumer.map(sample -> sample.pending() == 0 && sample.ackPending() == 0)
                .orElse(false);
    }

    static Messages of(History history) {
        Scope scope = history.scope();
        Messages all = new Messages(history.all(ConsumerSample.class)
                .filter(sample -> sample.consumer().equals(scope.consumer()))
                .reduce((first, second) -> second));
        history.all(MessageInStream.class)
                .filter(message -> message.stream().equals(scope.stream()))
                .filter(message -> Subjects.matches(scope.filter(), message.subject()))
                .map(Message::new)
                .forEach(all::add);
        return all;
    }

    private void add(Message message) {
        messages.put(message.identity(), message);
        message.key()
                .ifPresent(key ->
                        byEvent.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(message));
    }

    /** All messages, in the order of the stream. */
    Collection<Message> all() {
        return messages.values();
    }

    Optional<Message> get(Identity identity) {
        return Optional.ofNullable(messages.get(identity));
    }

    List<Message> of(EventKey key) {
        return byEvent.getOrDefault(key, List.of());
    }

    /** Whether the consumer may yet do something with the message. */
    boolean isUnfinished(Message message) {
        return !allFinished && message.identity().sequence() > finishedUpTo;
    }

    /** A message, and what identifies it. */
    record Message(MessageInStream content) {
        Identity identity() {
            return new Identity(content.created(), content.sequence());
        }

        Optional<EventKey> key() {
            return EventKey.ofMessageId(content.messageId());
        }
    }
}
