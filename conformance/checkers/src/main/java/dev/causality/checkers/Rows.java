package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of the warehouse, by message and by event. */
final class Rows {
    private final Map<Identity, List<StoredRow>> byMessage = new LinkedHashMap<>();
    private final Map<EventKey, List<StoredRow>> byEvent = new LinkedHashMap<>();
    private final Map<EventKey, List<StoredRow>> withoutSequence = new LinkedHashMap<>();

    private Rows() {}

    static Rows of(History history) {
        Rows rows = new Rows();
        Identity.Source identities = Identity.Source.of(history);
        history.all(StoredRow.class).forEach(row -> {
            EventKey key = new EventKey(row.app(), row.idempotencyKey());
            add(rows.byEvent, key, row);
            if (row.sequence() > 0) {
                add(rows.byMessage, identities.of(row.streamCreated(), row.sequence()), row);
            } else {
                add(rows.withoutSequence, key, row);
            }
        });
        return rows;
    }

    /** The rows of each message, for those rows that say which message they are. */
    Map<Identity, List<StoredRow>> byMessage() {
        return byMessage;
    }

    Map<EventKey, List<StoredRow>> byEvent() {
        return byEvent;
    }

    List<StoredRow> of(EventKey key) {
        return byEvent.getOrDefault(key, List.of());
    }

    /** The rows of a message; where rows carry no sequence, they are known by the event in the message's id. */
    List<StoredRow> of(Messages.Message message) {
        List<StoredRow> rows = byMessage.getOrDefault(message.identity(), List.of());
        return rows.isEmpty()
                ? message.key()
                        .map(key -> withoutSequence.getOrDefault(key, List.of()))
                        .orElse(List.of())
                : rows;
    }

    private static <K> void add(Map<K, List<StoredRow>> map, K key, StoredRow row) {
        map.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(row);
    }
}
