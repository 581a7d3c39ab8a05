package dev.causality.checkers;

import dev.causality.checkers.Clients.Story;
import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.ClientEvent.Outcome;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A3: however often an event is sent, each acceptance names the same id, that of the first copy; it is the one that is
 * stored, and the client's own where the client had chosen one.
 */
final class A3DuplicateGetsTheFirstId implements Checker {

    @Override
    public String invariant() {
        return "A3";
    }

    @Override
    public String promise() {
        return "a duplicate is answered with the first copy's id";
    }

    @Override
    public Verdict check(History history) {
        Rows rows = Rows.of(history);
        Violations wrong = new Violations();
        long repeated = 0;
        Collection<Story> events = Clients.of(history).events();
        for (Story story : events) {
            if (story.acceptances().size() > 1) {
                repeated++;
            }
            if (story.isAccepted()) {
                check(story, rows, wrong);
            }
        }
        return wrong.orElse(
                wrong.count() + " events are known by more than one id",
                repeated == 0
                        ? new Verdict.Unknown("no event was accepted twice")
                        : new Verdict.Valid(repeated + " events accepted more than once, always with one id"));
    }

    private static void check(Story story, Rows rows, Violations wrong) {
        Set<String> answered = story.acceptances().stream()
                .map(Outcome::eventId)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> stored =
                rows.of(story.key()).stream().map(StoredRow::eventId).collect(Collectors.toCollection(TreeSet::new));
        Set<String> chosen = story.attempts().stream()
                .map(Attempt::eventId)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean everyAttemptChose = story.attempts().stream().allMatch(attempt -> attempt.eventId() != null);
        if (answered.size() > 1) {
            wrong.add(story.key() + " was accepted under the ids " + answered);
        } else if (!stored.isEmpty() && !stored.equals(answered)) {
            wrong.add(story.key() + " was accepted as " + answered + " and is stored as " + stored);
        } else if (everyAttemptChose && !chosen.containsAll(answered)) {
            wrong.add(story.key() + " was sent as " + chosen + " and accepted as " + answered);
        }
    }
}
