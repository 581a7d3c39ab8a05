package dev.causality.conformance.simulation;

import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.ClientEvent.Outcome;
import dev.causality.checkers.history.ClientEvent.Result;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import dev.causality.checkers.history.StreamEvent.DeadLetter;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import dev.causality.events.EventSubjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lives of the stream of events. An operator may delete it and make it again: its sequences begin at 1 anew, what was
 * in it is legally gone, and with it the server's memory of idempotency keys. What is accepted afterwards has every right.
 */
final class Incarnations {

    private final List<Instant> deletions = new ArrayList<>();
    private final Set<String> gone = new LinkedHashSet<>();
    private final Set<Identity> settled = new LinkedHashSet<>();

    /** What identifies a message: in which life of the stream, by number from 0, and its sequence there. */
    record Identity(int incarnation, long sequence) {}

    /** The stream is deleted, after it had stored messages with these ids. */
    void deleted(Instant at, Set<String> messageIds) {
        deletions.add(at);
        gone.addAll(messageIds);
    }

    /**
     * A message is finished with for the server, by an answer to one of an earlier life that had its sequence: no answer
     * names more than that, and no service can tell before it has noticed the deletion. It is nobody's fault.
     */
    void settled(Identity message, @Nullable String messageId) {
        settled.add(message);
        if (messageId != null) {
            gone.add(messageId);
        }
    }

    /** The number of the one that is there now, or will be. */
    int current() {
        return deletions.size();
    }

    /**
     * The number of the one in which something was stored at this time, or which was created then: simulated time may stand
     * still from a deletion to what follows it.
     */
    int at(Instant time) {
        return (int)
                deletions.stream().filter(deletion -> !deletion.isAfter(time)).count();
    }

    /**
     * The history as far as it is about the last of them: of an event that an earlier one had stored nobody knows any more
     * whether it was accepted, and rows and dead letters of earlier ones are not looked at. Nor are messages that were
     * settled for those of an earlier one.
     */
    History ofTheLast(History whole) {
        Set<String> attempts = new TreeSet<>();
        List<HistoryEvent> events = new ArrayList<>();
        for (HistoryEvent event : whole.events()) {
            if (event instanceof Attempt attempt
                    && gone.contains(EventSubjects.messageId(attempt.app(), attempt.idempotencyKey()))) {
                attempts.add(attempt.attempt());
            }
            switch (event) {
                case Outcome outcome when attempts.contains(outcome.attempt()) -> events.add(unanswered(outcome));
                case StoredRow row when isEarlier(row.streamCreated()) -> {}
                case DeadLetter letter when isEarlier(letter.created()) -> {}
                case MessageInStream message when settled.contains(new Identity(current(), message.sequence())) -> {}
                default -> events.add(event);
            }
        }
        return History.of(events);
    }

    private static Outcome unanswered(Outcome outcome) {
        return new Outcome(
                outcome.atMicros(), outcome.attempt(), Result.UNKNOWN, outcome.status(), null, outcome.detail());
    }

    private boolean isEarlier(@Nullable String created) {
        return created != null && at(Instant.parse(created)) < current();
    }
}
