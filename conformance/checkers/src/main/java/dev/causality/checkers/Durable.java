package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryEvent;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import dev.causality.checkers.history.TapEvent.StoreAnswered;
import dev.causality.checkers.history.TapEvent.StoreRequested;
import dev.causality.checkers.history.WireEvent.PutAnswered;
import dev.causality.checkers.history.WireEvent.PutCarried;
import dev.causality.checkers.history.WireEvent.PutRequested;
import dev.causality.checkers.history.WireEvent.RowIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which messages the wire has shown to be stored, as the history goes on.
 *
 * <p>A row is durable once the store has confirmed a PUT that carried it. Where no response came through, something else
 * may show that an object exists: a later conditional PUT of the same key that is refused with 412, or a GET or HEAD that
 * finds it. What is at that key then is what the store holds there at the end, provided that every PUT of the key was
 * conditional, so that nothing was replaced; or else what every PUT of the key carried, if they all carried the same.
 */
final class Durable {
    private static final int PRECONDITION_FAILED = 412;
    private static final Set<String> LOOKS = Set.of("GET_OBJECT", "HEAD_OBJECT");

    private final Map<String, PutRequested> puts = new HashMap<>();
    private final Map<String, List<RowIdentity>> carried = new HashMap<>();
    private final Map<String, List<PutRequested>> byKey = new HashMap<>();
    private final Map<String, String> looks = new HashMap<>();
    private final Map<String, List<RowIdentity>> storedAtEnd = new HashMap<>();
    private final Map<Long, EventKey> events = new HashMap<>();
    private final Set<Long> sequences = new HashSet<>();
    private final Set<EventKey> withoutSequence = new HashSet<>();
    private long unread;

    private Durable() {}

    /** Nothing is shown yet; what is known only at the end of the history is used to interpret what will be. */
    static Durable over(History history) {
        Durable durable = new Durable();
        history.all(PutCarried.class).forEach(put -> durable.carried.put(put.put(), put.rows()));
        durable.unread = history.all(PutRequested.class)
                .filter(put -> !durable.carried.containsKey(put.put()))
                .count();
        history.all(StoredRow.class)
                .forEach(row -> durable.storedAtEnd
                        .computeIfAbsent(row.objectKey(), _ -> new ArrayList<>())
                        .add(new RowIdentity(row.app(), row.idempotencyKey(), row.eventId(), row.sequence())));
        history.all(MessageInStream.class)
                .filter(message -> message.stream().equals(history.scope().stream()))
                .forEach(message -> EventKey.ofMessageId(message.messageId())
                        .ifPresent(key -> durable.events.put(message.sequence(), key)));
        return durable;
    }

    /** How many uploads there are of which the history does not tell the rows. */
    long putsWithUnknownRows() {
        return unread;
    }

    /** The next event of the history. */
    void see(HistoryEvent event) {
        switch (event) {
            case PutRequested put -> {
                puts.put(put.put(), put);
                byKey.computeIfAbsent(put.objectKey(), _ -> new ArrayList<>()).add(put);
            }
            case PutAnswered answer -> answered(Objects.requireNonNull(puts.get(answer.put())), answer.status());
            case StoreRequested look
            when LOOKS.contains(look.operation()) && look.objectKey() != null ->
                looks.put(look.request(), look.objectKey());
            case StoreAnswered answer -> {
                String key = looks.get(answer.request());
                if (key != null && isSuccess(answer.status())) {
                    exists(key);
                }
            }
            default -> {}
        }
    }

    private void answered(PutRequested put, int status) {
        if (isSuccess(status)) {
            hold(carried.getOrDefault(put.put(), List.of()));
        } else if (status == PRECONDITION_FAILED && put.conditional()) {
            exists(put.objectKey());
        }
    }

    private void exists(String objectKey) {
        List<PutRequested> candidates = byKey.getOrDefault(objectKey, List.of());
        if (candidates.stream().allMatch(PutRequested::conditional) && storedAtEnd.containsKey(objectKey)) {
            hold(storedAtEnd.getOrDefault(objectKey, List.of()));
        } else if (candidates.stream().map(PutRequested::sha256).distinct().count() == 1) {
            hold(carried.getOrDefault(candidates.getFirst().put(), List.of()));
        }
    }

    private void hold(List<RowIdentity> rows) {
        for (RowIdentity row : rows) {
            if (row.sequence() > 0) {
                sequences.add(row.sequence());
            } else {
                withoutSequence.add(new EventKey(row.app(), row.idempotencyKey()));
            }
        }
    }

    /** Whether the message is shown to be stored; where rows have no sequence, by the event that it is. */
    boolean holds(long sequence) {
        if (sequences.contains(sequence)) {
            return true;
        }
        EventKey event = events.get(sequence);
        return event != null && withoutSequence.contains(event);
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }
}
