package dev.causality.faults.plan;

/** Faults of single Redis commands. */
public sealed interface RedisFault extends Fault {

    /** Which commands. */
    Match match();

    /**
     * Which commands; an empty part fits all.
     *
     * @param command its name in any case, such as {@code BLMOVE}
     * @param key {@link Glob} over its first argument
     * @param which of all that fit, counted over all connections of the link
     */
    record Match(String command, String key, Occurrence which) {
        /** All commands. */
        public static final Match ALL = new Match("", "", Occurrence.ALL);

        public Match {
            command = Check.orEmpty(command);
            key = Check.orEmpty(key);
            which = Occurrence.orAll(which);
        }

        static Match orAll(Match match) {
            return match == null ? ALL : match;
        }
    }

    /** Answered with an error in the server's place, such as {@code LOADING Redis is loading the dataset in memory}. */
    record Answer(Match match, String error) implements RedisFault {
        public Answer {
            match = Match.orAll(match);
            Check.text(error, "error");
        }
    }

    /** Not forwarded; the connection is cut. */
    record Drop(Match match, boolean reset) implements RedisFault {
        public Drop {
            match = Match.orAll(match);
        }
    }

    /** Carried out; the reply is lost with the connection. */
    record LoseReply(Match match, boolean reset) implements RedisFault {
        public LoseReply {
            match = Match.orAll(match);
        }
    }

    /** Forwarded late, and with it all that follows on its connection. */
    record Delay(Match match, long millis) implements RedisFault {
        public Delay {
            match = Match.orAll(match);
            Check.notNegative(millis, "millis");
        }
    }
}
