package dev.causality.retention;

import java.time.Instant;
import java.util.Optional;

/** How one round of the keeper went. */
sealed interface Round {

    /**
     * It knew what to do and did it.
     *
     * @param oldestUnfinished when the oldest message was stored that a required consumer has not finished
     */
    record Kept(Plan plan, long purged, Optional<Instant> oldestUnfinished) implements Round {}

    /** A required consumer does not exist, so that it may need everything that there is. */
    record Missing(String consumer) implements Round {}

    /** Messages that the server gave up have not been dealt with yet. */
    record Outstanding(String consumer) implements Round {}

    /** Something could not be asked or done. */
    record Unavailable(String detail) implements Round {}

    /** The stream is another one than the keeper was started for. */
    record Broken(String detail) implements Round {}
}
