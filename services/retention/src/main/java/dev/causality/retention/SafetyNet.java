package dev.causality.retention;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What somebody knows of the messages that the server will not deliver to a consumer again. The server's ack floor says
 * nothing about them: it may lie above one that nobody has buried yet, and may stay below one that has been buried.
 */
@FunctionalInterface
public interface SafetyNet {

    /**
     * Asks.
     *
     * @param first the stream's first sequence: what lies below is gone, and is not asked for again
     * @return the sequences of such messages, all of them finished with, each with the time when the server gave it up;
     *     empty while there is one that is not finished with
     */
    Answer<Optional<SortedMap<Long, Instant>>> dealtWith(long first, Deadline deadline, Cancellation cancellation);
}
