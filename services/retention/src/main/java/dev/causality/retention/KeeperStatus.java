package dev.causality.retention;

import java.util.Locale;
import org.slf4j.event.Level;

/**
 * What a keeper found in its last round.
 *
 * @param condition in a word
 * @param detail in a sentence
 * @param overdue how many messages are older than the maximum age and not finished with
 * @param purged how many messages this keeper has removed since it was started
 */
public record KeeperStatus(Condition condition, String detail, long overdue, long purged) {

    static final KeeperStatus INITIAL = new KeeperStatus(Condition.KEEPING, "not yet looked", 0, 0);

    /** The state of things; each change of it is one line in the log. */
    public enum Condition {
        /** All is well. */
        KEEPING(Level.INFO),
        /** A required consumer does not exist: nothing is removed. */
        BLOCKED(Level.WARN),
        /** Messages that the server gave up have not been dealt with: nothing is removed. */
        WAITING(Level.INFO),
        /** There are unfinished messages beyond the maximum age. They stay. */
        OVERDUE(Level.WARN),
        /** The stream is nearly full of what may not be removed; once it is full, publishers are refused. */
        CROWDED(Level.WARN),
        /** The stream cannot be asked. */
        UNREACHABLE(Level.WARN),
        /** The stream has been deleted and made again. */
        BROKEN(Level.ERROR);

        private final Level level;

        Condition(Level level) {
            this.level = level;
        }

        Level level() {
            return level;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether a required consumer that is missing blocks all purging. */
    public boolean blocked() {
        return condition == Condition.BLOCKED;
    }

    KeeperStatus after(Round round) {
        return switch (round) {
            case Round.Kept(Plan plan, long now, var _) -> kept(plan, purged + now);
            case Round.Missing(String consumer) ->
                with(Condition.BLOCKED, "the required consumer " + consumer + " does not exist");
            case Round.Outstanding(String consumer) ->
                with(Condition.WAITING, "messages that the server gave up for " + consumer + " are not dealt with yet");
            case Round.Unavailable(String why) -> with(Condition.UNREACHABLE, why);
            case Round.Broken(String why) -> with(Condition.BROKEN, why);
        };
    }

    private KeeperStatus with(Condition next, String why) {
        return new KeeperStatus(next, why, overdue, purged);
    }

    private static KeeperStatus kept(Plan plan, long purged) {
        if (plan.overdue() > 0) {
            return new KeeperStatus(
                    Condition.OVERDUE,
                    plan.overdue() + " messages are older than the maximum age and unfinished; they are kept",
                    plan.overdue(),
                    purged);
        }
        if (plan.crowded()) {
            return new KeeperStatus(
                    Condition.CROWDED,
                    "the stream is fuller than its high watermark, with messages that must stay",
                    0,
                    purged);
        }
        return new KeeperStatus(Condition.KEEPING, "nothing is in the way", 0, purged);
    }
}
