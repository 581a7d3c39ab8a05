package dev.causality.deadletters;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.settings.Settings;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventStream;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Buries what one consumer gives up. The caller terminates the message after, and only after, its entry is confirmed: if
 * it dies in between, the message comes again and is buried again under the same id, which the stream of dead letters
 * remembers for as long as it keeps the entry. So one message has one entry, however often and by whomever it is buried.
 *
 * <p>Before it buries, the caller makes sure that the message is not stored and never will be.
 *
 * <p>Safe for use by several tasks.
 */
public final class DeadLetters {

    private static final String TERMINATION = "dead letter ";

    /** How long to wait while another attempt to publish the same entry is under way. */
    private static final Duration IN_PROCESS_PAUSE = Duration.ofMillis(50);

    private final Kernel kernel;
    private final EventStream stream;
    private final LongSupplier maxPayloadBytes;
    private final Origin origin;
    private final Optional<Overflow> overflow;

    /**
     * @param stream the stream of dead letters, of the shape of {@link #streamSpec}
     * @param maxPayloadBytes the largest message that the server takes, headers included; asked for each entry
     * @param origin the consumer whose messages are buried
     * @param overflow where the bytes of entries go that are too large; without it such messages cannot be buried
     */
    public DeadLetters(
            Kernel kernel,
            EventStream stream,
            LongSupplier maxPayloadBytes,
            Origin origin,
            Optional<Overflow> overflow) {
        this.kernel = kernel;
        this.stream = stream;
        this.maxPayloadBytes = maxPayloadBytes;
        this.origin = origin;
        this.overflow = overflow;
    }

    /** The setting that names the stream of dead letters, wherever it is read. */
    public static String streamName(Settings settings) {
        return settings.string("NATS_STREAM_DLQ_STREAM_NAME", "Stream of dead letters.")
                .or("CAUSALITY_DLQ");
    }

    /**
     * The shape of the stream of dead letters. It remembers ids for as long as it keeps entries: a second attempt to
     * bury a message may come late, after an outage, a paused process or a weekend.
     */
    public static StreamSpec streamSpec(String name, Duration maxAge, long maxBytes, int replicas) {
        return new StreamSpec(name, List.of(EntrySubject.ALL), maxAge, maxBytes, replicas, maxAge, -1);
    }

    public Origin origin() {
        return origin;
    }

    /**
     * The reason to terminate a buried message with. It names the entry, so that the safety net knows that there is
     * one, and of whom.
     */
    public String terminationReason(long sequence) {
        return TERMINATION + origin.entryId(sequence);
    }

    /** Buries a delivery: {@link #bury(DeadLetter, Deadline, Cancellation)}. */
    public PublishOutcome bury(
            Delivery delivery, Reason reason, String detail, Deadline deadline, Cancellation cancellation) {
        return bury(DeadLetter.of(origin, delivery, reason, detail, kernel.now()), deadline, cancellation);
    }

    /**
     * Publishes the entry; first its bytes, where they have to go to the object store.
     *
     * @return confirmed when the entry is there, be it an earlier one of the same message; refused when there is none
     *     from this attempt ({@link Refusal#UNAVAILABLE} also when the object store did not take the bytes,
     *     {@link Refusal#TOO_LARGE} when there is no object store); unknown when there may be one. All but confirmed may
     *     be tried again.
     */
    public PublishOutcome bury(DeadLetter letter, Deadline deadline, Cancellation cancellation) {
        if (!letter.origin().equals(origin)) {
            throw new IllegalArgumentException("a dead letter of " + letter.origin() + " among those of " + origin);
        }
        Publication entry = EntryCodec.whole(letter);
        if (fits(entry)) {
            PublishOutcome outcome = publish(entry, deadline, cancellation);
            if (!tooLarge(outcome)) {
                return outcome;
            }
        }
        return buryReferring(letter, deadline, cancellation);
    }

    private PublishOutcome buryReferring(DeadLetter letter, Deadline deadline, Cancellation cancellation) {
        if (overflow.isEmpty()) {
            return new PublishOutcome.Refused(
                    Refusal.TOO_LARGE,
                    "the entry of " + letter.id() + " takes more than " + maxPayloadBytes.getAsLong()
                            + " bytes, and there is no object store for it");
        }
        OverflowWriter writer = new OverflowWriter(kernel, overflow.get(), letter, deadline, cancellation);
        return switch (writer.payload()) {
            case OverflowWriter.Result.Failed(String detail) -> new PublishOutcome.Refused(Refusal.UNAVAILABLE, detail);
            case OverflowWriter.Result.Kept(Reference payload) -> {
                Publication entry = EntryCodec.referring(letter, payload, Optional.empty());
                yield fits(entry)
                        ? publish(entry, deadline, cancellation)
                        : buryReferringTwice(letter, payload, writer, deadline, cancellation);
            }
        };
    }

    private PublishOutcome buryReferringTwice(
            DeadLetter letter, Reference payload, OverflowWriter writer, Deadline deadline, Cancellation cancellation) {
        return switch (writer.headers()) {
            case OverflowWriter.Result.Failed(String detail) -> new PublishOutcome.Refused(Refusal.UNAVAILABLE, detail);
            case OverflowWriter.Result.Kept(Reference headers) ->
                publish(EntryCodec.referring(letter, payload, Optional.of(headers)), deadline, cancellation);
        };
    }

    private PublishOutcome publish(Publication entry, Deadline deadline, Cancellation cancellation) {
        PublishOutcome outcome = stream.publish(entry, deadline, cancellation);
        while (inProcess(outcome) && !deadline.passed(kernel) && kernel.sleep(IN_PROCESS_PAUSE, cancellation)) {
            outcome = stream.publish(entry, deadline, cancellation);
        }
        return outcome;
    }

    private boolean fits(Publication entry) {
        return EntryCodec.size(entry) <= maxPayloadBytes.getAsLong();
    }

    private static boolean inProcess(PublishOutcome outcome) {
        return outcome instanceof PublishOutcome.Refused(var refusal, var _) && refusal == Refusal.DUPLICATE_IN_PROCESS;
    }

    private static boolean tooLarge(PublishOutcome outcome) {
        return outcome instanceof PublishOutcome.Refused(var refusal, var _) && refusal == Refusal.TOO_LARGE;
    }
}
