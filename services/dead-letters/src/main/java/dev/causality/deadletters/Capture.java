package dev.causality.deadletters;

import dev.causality.deadletters.Capture.Verdict.Broken;
import dev.causality.deadletters.Capture.Verdict.Done;
import dev.causality.deadletters.Capture.Verdict.How;
import dev.causality.deadletters.Capture.Verdict.Later;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Answer;
import dev.causality.ports.Answer.Known;
import dev.causality.ports.Answer.Unavailable;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about one advisory.
 *
 * <p>An advisory names its stream and consumer, not their incarnations, and may be read long after it was sent. So it
 * counts only if it was sent after both were created: an earlier one is about a message that went with its stream, or
 * that the new consumer will deliver again. And after the message has been read, the stream must still be the one whose
 * dead letters these are; otherwise the message read may be another one with the same sequence.
 */
final class Capture {

    private final Kernel kernel;
    private final EventStream source;
    private final DeadLetters deadLetters;
    private final Settler settler;
    private final Origin origin;

    Capture(Kernel kernel, EventStream source, DeadLetters deadLetters, Settler settler) {
        this.kernel = kernel;
        this.source = source;
        this.deadLetters = deadLetters;
        this.settler = settler;
        this.origin = deadLetters.origin();
    }

    /** What to do with the advisory. */
    sealed interface Verdict {

        /** It is dealt with, and never needed again. */
        record Done(How how) implements Verdict {}

        /** It cannot be dealt with at the moment. */
        record Later(String detail) implements Verdict {}

        /** The ground has changed: this process must not go on. */
        record Broken(String detail) implements Verdict {}

        /** How an advisory was dealt with. */
        enum How {
            /** There is an entry now that was not there before. */
            BURIED,
            /** There was an entry already. */
            ALREADY_BURIED,
            /** The message is stored. */
            STORED,
            /** It was about an earlier incarnation of the stream or the consumer. */
            STALE
        }
    }

    Verdict judge(Advisory advisory, Deadline deadline, Cancellation cancellation) {
        if (advisory.reason().equals(deadLetters.terminationReason(advisory.sequence()))) {
            return new Done(How.ALREADY_BURIED);
        }
        return switch (source.consumerState(origin.consumer(), deadline)) {
            case Unavailable<Optional<ConsumerState>>(String detail) -> new Later(detail);
            case Known<Optional<ConsumerState>>(Optional<ConsumerState> consumer) ->
                consumer.filter(now -> now.created().isAfter(advisory.time())).isPresent()
                        ? new Done(How.STALE)
                        : judgeMessage(advisory, deadline, cancellation);
        };
    }

    private Verdict judgeMessage(Advisory advisory, Deadline deadline, Cancellation cancellation) {
        Answer<Optional<StoredMessage>> message = source.read(advisory.sequence(), deadline);
        Answer<StreamState> state = source.state(deadline);
        if (state instanceof Unavailable<StreamState>(String detail)) {
            return new Later(detail);
        }
        if (state instanceof Known<StreamState>(StreamState now)
                && !now.created().equals(origin.created())) {
            return new Broken("the stream " + origin.stream() + " was created at " + now.created() + ", not at "
                    + origin.created() + ": it was deleted and made again");
        }
        if (advisory.time().isBefore(origin.created())) {
            return new Done(How.STALE);
        }
        return switch (message) {
            case Unavailable<Optional<StoredMessage>>(String detail) -> new Later(detail);
            case Known<Optional<StoredMessage>>(Optional<StoredMessage> found) ->
                settle(advisory, found, deadline, cancellation);
        };
    }

    private Verdict settle(
            Advisory advisory, Optional<StoredMessage> message, Deadline deadline, Cancellation cancellation) {
        return switch (settler.settle(advisory.sequence(), deadline, cancellation)) {
            case STORED -> new Done(How.STORED);
            case UNKNOWN_NOW -> new Later("whether the message is stored cannot be decided at the moment");
            case NOT_STORED -> bury(letter(advisory, message), deadline, cancellation);
        };
    }

    private Verdict bury(DeadLetter letter, Deadline deadline, Cancellation cancellation) {
        return switch (deadLetters.bury(letter, deadline, cancellation)) {
            case PublishOutcome.Confirmed(long _, boolean duplicate) ->
                new Done(duplicate ? How.ALREADY_BURIED : How.BURIED);
            case PublishOutcome.Refused(var refusal, String detail) -> new Later(refusal + ": " + detail);
            case PublishOutcome.Unknown(String detail) -> new Later(detail);
        };
    }

    private DeadLetter letter(Advisory advisory, Optional<StoredMessage> message) {
        Instant now = kernel.now();
        return new DeadLetter(
                origin,
                advisory.sequence(),
                message.map(StoredMessage::subject).orElse(""),
                message.map(StoredMessage::headers).orElse(List.of()),
                message.map(StoredMessage::payload).orElseGet(() -> new byte[0]),
                advisory.deliveries(),
                advisory.kind().reason(),
                detail(advisory),
                message.map(StoredMessage::time).orElse(advisory.time()),
                now);
    }

    private static String detail(Advisory advisory) {
        return switch (advisory.kind()) {
            case MAX_DELIVERIES -> "the server gave it up at " + advisory.time();
            case TERMINATED ->
                "terminated at " + advisory.time()
                        + (advisory.reason().isEmpty() ? "" : ", with the reason: " + advisory.reason());
        };
    }
}
