package dev.causality.checkers;

import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.ClientEvent.Outcome;
import dev.causality.checkers.history.ClientEvent.Result;
import dev.causality.checkers.history.History;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the clients know: each event with its attempts and their outcomes. */
final class Clients {
    private final Map<EventKey, Story> stories = new LinkedHashMap<>();

    private Clients() {}

    static Clients of(History history) {
        Clients clients = new Clients();
        Map<String, EventKey> keys = new LinkedHashMap<>();
        history.all(Attempt.class).forEach(attempt -> {
            EventKey key = new EventKey(attempt.app(), attempt.idempotencyKey());
            keys.put(attempt.attempt(), key);
            clients.stories.computeIfAbsent(key, Story::new).attempts.add(attempt);
        });
        history.all(Outcome.class)
                .forEach(outcome -> Objects.requireNonNull(
                                clients.stories.get(Objects.requireNonNull(keys.get(outcome.attempt()))))
                        .outcomes
                        .add(outcome));
        return clients;
    }

    /** All events that were attempted, in the order of their first attempt. */
    Collection<Story> events() {
        return stories.values();
    }

    Optional<Story> event(EventKey key) {
        return Optional.ofNullable(stories.get(key));
    }

    /** One event: what was tried and what came of it, each in the order of the history. */
    static final class Story {
        private final EventKey key;
        private final List<Attempt> attempts = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();

        private Story(EventKey key) {
            this.key = key;
        }

        EventKey key() {
            return key;
        }

        List<Attempt> attempts() {
            return attempts;
        }

        /** The outcomes in which a client was told that the event is accepted. */
        List<Outcome> acceptances() {
            return outcomes.stream()
                    .filter(outcome -> outcome.result() == Result.ACCEPTED)
                    .toList();
        }

        boolean isAccepted() {
            return outcomes.stream().anyMatch(outcome -> outcome.result() == Result.ACCEPTED);
        }

        boolean wasRetried() {
            return attempts.size() > 1;
        }

        /** Whether any attempt could be accepted at all. */
        boolean isValid() {
            return attempts.stream().anyMatch(Attempt::valid);
        }

        String publisher() {
            return attempts.getFirst().publisher();
        }

        long publisherSequence() {
            return attempts.getFirst().publisherSequence();
        }
    }
}
