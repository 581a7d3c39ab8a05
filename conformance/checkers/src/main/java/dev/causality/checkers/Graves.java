package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StreamEvent.DeadLetter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The dead letters that the consumer under test wrote about the stream under test. Others say nothing about it. */
final class Graves {
    private final List<DeadLetter> all = new ArrayList<>();
    private final Map<Identity, List<DeadLetter>> byMessage = new LinkedHashMap<>();
    private final Map<EventKey, List<DeadLetter>> byEvent = new LinkedHashMap<>();

    private Graves() {}

    static Graves of(History history) {
        Graves graves = new Graves();
        Identity.Source identities = Identity.Source.of(history);
        history.all(DeadLetter.class)
                .filter(entry ->
                        entry.consumer() == null || history.scope().consumer().equals(entry.consumer()))
                .forEach(entry -> graves.add(entry, identities));
        return graves;
    }

    private void add(DeadLetter entry, Identity.Source identities) {
        all.add(entry);
        byMessage
                .computeIfAbsent(identities.of(entry.created(), entry.sequence()), _ -> new ArrayList<>(1))
                .add(entry);
        EventKey.ofMessageId(entry.originalMessageId())
                .ifPresent(key ->
                        byEvent.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(entry));
    }

    /** All entries; one that does not name its consumer is among them. */
    List<DeadLetter> all() {
        return all;
    }

    Map<Identity, List<DeadLetter>> byMessage() {
        return byMessage;
    }

    List<DeadLetter> of(Identity identity) {
        return byMessage.getOrDefault(identity, List.of());
    }

    List<DeadLetter> of(EventKey key) {
        return byEvent.getOrDefault(key, List.of());
    }
}
