package dev.causality.faults.sim.world.jetstream;

import dev.causality.ports.StoredMessage;
import java.util.List;

/**
 * A request for the next messages of a stream, in order, whoever else reads them: what a client gets through a consumer
 * of its own that acknowledges nothing.
 *
 * @param filter which subjects; "" = all
 * @param after the last sequence that is known
 * @param max how many at most
 * @param expiresAt until when it waits for the first, on the server's clock
 */
public record Follow(String stream, String filter, long after, int max, long expiresAt, Reader reader) {

    /** Who asked. */
    public interface Reader {

        /**
         * Messages, or none when the request has expired.
         *
         * @param more whether the stream has more of them now
         */
        void read(List<StoredMessage> messages, boolean more);

        /** The stream was deleted. */
        void gone();
    }
}
