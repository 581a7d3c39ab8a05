package dev.causality.retention;

import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.Answer.Known;
import dev.causality.ports.Answer.Unavailable;
import dev.causality.ports.EventStream;
import dev.causality.ports.StoredMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * The times of a stream's messages, read from the stream by binary search: at most 64 steps for any stream, and some
 * twenty for a million messages. Where a message is missing (an operator has deleted it) the next ones are tried; a
 * longer gap counts as young, which keeps more than need be and never less.
 */
final class MessageTimes implements Times {

    private static final int GAP = 8;

    private final EventStream stream;
    private final Deadline deadline;

    MessageTimes(EventStream stream, Deadline deadline) {
        this.stream = stream;
        this.deadline = deadline;
    }

    @Override
    public Answer<Long> youngerThan(Instant cutoff, long from, long to) {
        long low = from;
        long high = Math.max(from, to);
        while (low < high) {
            long middle = low + (high - low) / 2;
            switch (firstAt(middle, high)) {
                case Unavailable<Optional<StoredMessage>>(String detail) -> {
                    return new Unavailable<>(detail);
                }
                case Known<Optional<StoredMessage>>(Optional<StoredMessage> message) -> {
                    if (message.isPresent() && !message.get().time().isAfter(cutoff)) {
                        low = message.get().sequence() + 1;
                    } else {
                        high = middle;
                    }
                }
            }
        }
        return new Known<>(low);
    }

    /** When the first message from {@code from} on, and before {@code to}, was stored. */
    Answer<Optional<Instant>> timeFrom(long from, long to) {
        return firstAt(from, to).map(message -> message.map(StoredMessage::time));
    }

    /** The message at {@code sequence}, or one of the next few below {@code end}. */
    private Answer<Optional<StoredMessage>> firstAt(long sequence, long end) {
        long limit = Math.min(end, sequence + GAP);
        for (long at = sequence; at < limit; at++) {
            Answer<Optional<StoredMessage>> message = stream.read(at, deadline);
            if (!(message instanceof Known<Optional<StoredMessage>>(var found) && found.isEmpty())) {
                return message;
            }
        }
        return new Known<>(Optional.empty());
    }
}
