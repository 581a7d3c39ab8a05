package dev.causality.checkers;

import dev.causality.checkers.history.History;

/** Where each event ended up: in the warehouse, among the dead, still in the stream, or nowhere. */
final class Fates {
    private final Rows rows;
    private final Graves graves;
    private final Messages messages;

    private Fates(Rows rows, Graves graves, Messages messages) {
        this.rows = rows;
        this.graves = graves;
        this.messages = messages;
    }

    static Fates of(History history) {
        return new Fates(Rows.of(history), Graves.of(history), Messages.of(history));
    }

    Rows rows() {
        return rows;
    }

    Graves graves() {
        return graves;
    }

    Messages messages() {
        return messages;
    }

    boolean isStored(EventKey key) {
        return !rows.of(key).isEmpty();
    }

    boolean isDead(EventKey key) {
        return !graves.of(key).isEmpty()
                || messages.of(key).stream()
                        .anyMatch(message -> !graves.of(message.identity()).isEmpty());
    }

    boolean isStillInStream(EventKey key) {
        return messages.of(key).stream().anyMatch(messages::isUnfinished);
    }

    /** Neither stored nor dead nor still in the stream. */
    boolean isNowhere(EventKey key) {
        return !isStored(key) && !isDead(key) && !isStillInStream(key);
    }
}
