package dev.causality.checkers;

import dev.causality.checkers.Clients.Story;
import dev.causality.checkers.history.ClientEvent.PoisonConfirmed;
import dev.causality.checkers.history.History;

/**
 * The numbers of a run, each counting events; an event is one (app, idempotency key), however often it was sent.
 *
 * @param attempted a client sent it
 * @param accepted the client got a success answer
 * @param stored it has a row
 * @param dead messages among the dead letters
 * @param recovered stored though the client never saw success, which is in order
 * @param duplicated stored more than once
 * @param lost accepted, and neither stored nor dead nor still in the stream
 * @param unexpected stored but never attempted
 * @param poison unusable messages that the stream confirmed
 */
public record Tally(
        long attempted,
        long accepted,
        long stored,
        long dead,
        long recovered,
        long duplicated,
        long lost,
        long unexpected,
        long poison) {

    /** Counts. */
    public static Tally of(History history) {
        Clients clients = Clients.of(history);
        Fates fates = Fates.of(history);
        Rows rows = fates.rows();
        return new Tally(
                clients.events().size(),
                clients.events().stream().filter(Story::isAccepted).count(),
                rows.byEvent().size(),
                fates.graves().byMessage().size(),
                clients.events().stream()
                        .filter(story -> !story.isAccepted() && fates.isStored(story.key()))
                        .count(),
                rows.byEvent().values().stream().filter(all -> all.size() > 1).count(),
                clients.events().stream()
                        .filter(story -> story.isAccepted() && fates.isNowhere(story.key()))
                        .count(),
                rows.byEvent().keySet().stream()
                        .filter(key -> clients.event(key).isEmpty())
                        .count(),
                history.all(PoisonConfirmed.class).count());
    }
}
