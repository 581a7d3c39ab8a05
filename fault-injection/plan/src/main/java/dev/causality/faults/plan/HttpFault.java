package dev.causality.faults.plan;

/**
 * Faults of single HTTP requests, and so of S3. Where several faults match a request, the first one of the plan that is
 * hit applies; each counts its own matches.
 */
public sealed interface HttpFault extends Fault {

    /** Which requests. */
    Match match();

    /**
     * Which requests: those that fit every part, and of these the given ones. An empty part fits all.
     *
     * @param method such as {@code PUT}
     * @param path {@link Glob} over the path as sent, query and all
     * @param header the name of a header that the request has, in any case
     * @param headerValue {@link Glob} over that header's value
     * @param which of all that fit, counted over all connections of the link
     */
    record Match(String method, String path, String header, String headerValue, Occurrence which) {
        /** All requests. */
        public static final Match ALL = new Match("", "", "", "", Occurrence.ALL);

        public Match {
            method = Check.orEmpty(method);
            path = Check.orEmpty(path);
            header = Check.orEmpty(header);
            headerValue = Check.orEmpty(headerValue);
            which = Occurrence.orAll(which);
        }

        /** Requests of a method to a path. */
        public static Match of(String method, String path, Occurrence which) {
            return new Match(method, path, "", "", which);
        }

        static Match orAll(Match match) {
            return match == null ? ALL : match;
        }
    }

    /** Which message of an exchange. */
    enum Part {
        REQUEST,
        RESPONSE
    }

    /** Where in a message. */
    enum Point {
        /** Before its first byte. */
        BEFORE,
        /** After so many bytes of its body. */
        WITHIN,
        /** Before its last byte: all but that one have passed. */
        AFTER
    }

    /** How a response is lost. */
    enum Loss {
        /** The connection is closed. */
        CLOSE,
        /** The connection is reset. */
        RESET,
        /** The connection stays open and nothing comes. */
        SILENCE
    }

    /**
     * Answered in the server's place, without contacting it.
     *
     * @param status such as 503
     * @param code S3's error code, such as {@code SlowDown}: the answer is then S3's XML; empty for an empty body
     */
    record Answer(Match match, int status, String code) implements HttpFault {
        public Answer {
            match = Match.orAll(match);
            Check.status(status, "status");
            code = Check.orEmpty(code);
        }
    }

    /** Not forwarded; the connection is closed or reset. With {@link Occurrence#first} it drops the first n requests. */
    record Drop(Match match, boolean reset) implements HttpFault {
        public Drop {
            match = Match.orAll(match);
        }
    }

    /** Forwarded and carried out; the response is lost. */
    record LoseResponse(Match match, Loss loss) implements HttpFault {
        public LoseResponse {
            match = Match.orAll(match);
            Check.present(loss, "loss");
        }
    }

    /** Forwarded and carried out; the client gets another response. Fields as in {@link Answer}. */
    record ReplaceResponse(Match match, int status, String code) implements HttpFault {
        public ReplaceResponse {
            match = Match.orAll(match);
            Check.status(status, "status");
            code = Check.orEmpty(code);
        }
    }

    /** So many bytes of the body pass, then the connection is cut on both sides. */
    record CutBody(Match match, Part part, long afterBytes, boolean reset) implements HttpFault {
        public CutBody {
            match = Match.orAll(match);
            Check.present(part, "part");
            Check.notNegative(afterBytes, "afterBytes");
        }
    }

    /** A message stops on its way. {@code afterBytes} of its body matter for {@link Point#WITHIN} only. */
    record Stall(Match match, Part part, Point point, long afterBytes, long millis) implements HttpFault {
        public Stall {
            match = Match.orAll(match);
            Check.present(part, "part");
            Check.present(point, "point");
            Check.notNegative(afterBytes, "afterBytes");
            Check.notNegative(millis, "millis");
        }
    }

    /** One byte of the body arrives changed, while the checksums that travel with it stay. */
    record WrongChecksum(Match match, Part part) implements HttpFault {
        public WrongChecksum {
            match = Match.orAll(match);
            Check.present(part, "part");
        }
    }
}
