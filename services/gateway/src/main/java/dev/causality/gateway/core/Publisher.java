package dev.causality.gateway.core;

import dev.causality.events.EnvelopeScanner;
import dev.causality.events.EventReader;
import dev.causality.events.EventReader.Reading;
import dev.causality.kernel.Backoff;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Answer;
import dev.causality.ports.EventStream;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has events published and turns what the stream says into what the client is told. "Accepted" needs the stream's
 * confirmation (A1). A duplicate is accepted under the id of the first copy, which is read from the stream: an id that
 * cannot be read now is a reason to let the client try again, never a reason to make one up (A3). What is unknown stays
 * unknown: the client is asked to repeat, and its key keeps that harmless.
 */
final class Publisher {

    static final int FULL_RETRY_SECONDS = 5;
    static final int UNAVAILABLE_RETRY_SECONDS = 2;
    static final int PENDING_RETRY_SECONDS = 1;

    /** A first attempt that is under way is mostly confirmed within milliseconds. */
    private static final Duration PENDING_BASE = Duration.ofMillis(20);

    private static final Duration PENDING_CAP = Duration.ofMillis(200);
    private static final int PENDING_ATTEMPTS = 6;

    private final Kernel kernel;
    private final GatewayMetrics metrics;
    private final Backoff pendingBackoff;

    Publisher(Kernel kernel, GatewayMetrics metrics) {
        this.kernel = kernel;
        this.metrics = metrics;
        this.pendingBackoff = new Backoff(kernel.random("gateway-duplicate-pending"), PENDING_BASE, PENDING_CAP)
                .atLeast(PENDING_BASE.dividedBy(2));
    }

    /** Publishes the events and writes one verdict for each to its index. */
    void publish(List<Ready> events, Verdict[] verdicts, EventStream stream, Deadline deadline) {
        if (events.isEmpty()) {
            return;
        }
        List<PublishOutcome> outcomes = publishUntilDecided(events, stream, deadline);
        Map<Long, String> firstCopies = firstCopies(events, outcomes);
        for (int i = 0; i < events.size(); i++) {
            Ready event = events.get(i);
            verdicts[event.index()] = switch (outcomes.get(i)) {
                case PublishOutcome.Confirmed(long _, boolean duplicate)
                when !duplicate -> new Verdict.Accepted(event.eventId(), false);
                case PublishOutcome.Confirmed(long sequence, boolean _) ->
                    duplicate(event, sequence, firstCopies, stream, deadline);
                case PublishOutcome.Refused(Refusal refusal, String detail) ->
                    new Verdict.Rejected(problem(refusal, detail));
                case PublishOutcome.Unknown _ -> new Verdict.Rejected(unknown());
            };
        }
    }

    /** Publishes all, and again, for a short while, those whose first attempt is still under way elsewhere. */
    private List<PublishOutcome> publishUntilDecided(List<Ready> events, EventStream stream, Deadline deadline) {
        List<PublishOutcome> outcomes = new ArrayList<>(publishAll(events, stream, deadline));
        for (int attempt = 1; attempt <= PENDING_ATTEMPTS; attempt++) {
            List<Integer> pending = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                if (isPending(outcomes.get(i))) {
                    pending.add(i);
                }
            }
            if (pending.isEmpty() || deadline.passed(kernel)) {
                break;
            }
            kernel.sleep(pendingBackoff.delay(attempt), kernel.newCancellation());
            List<PublishOutcome> again =
                    publishAll(pending.stream().map(events::get).toList(), stream, deadline);
            for (int i = 0; i < pending.size(); i++) {
                outcomes.set(pending.get(i), again.get(i));
            }
        }
        return outcomes;
    }

    private List<PublishOutcome> publishAll(List<Ready> events, EventStream stream, Deadline deadline) {
        List<PublishOutcome> outcomes =
                stream.publishAll(events.stream().map(Ready::publication).toList(), deadline, Cancellation.NEVER);
        metrics.published(outcomes);
        return outcomes;
    }

    private static boolean isPending(PublishOutcome outcome) {
        return outcome instanceof PublishOutcome.Refused(Refusal refusal, String _)
                && refusal == Refusal.DUPLICATE_IN_PROCESS;
    }

    /** The ids of the events that this very request has put into the stream, by sequence. */
    private static Map<Long, String> firstCopies(List<Ready> events, List<PublishOutcome> outcomes) {
        Map<Long, String> ids = new LinkedHashMap<>();
        boolean duplicates = outcomes.stream()
                .anyMatch(
                        outcome -> outcome instanceof PublishOutcome.Confirmed(long _, boolean duplicate) && duplicate);
        for (int i = 0; duplicates && i < events.size(); i++) {
            if (outcomes.get(i) instanceof PublishOutcome.Confirmed(long sequence, boolean duplicate) && !duplicate) {
                ids.put(sequence, events.get(i).eventId());
            }
        }
        return ids;
    }

    private static Verdict duplicate(
            Ready event, long sequence, Map<Long, String> firstCopies, EventStream stream, Deadline deadline) {
        String known = firstCopies.get(sequence);
        if (known != null) {
            return new Verdict.Accepted(known, true);
        }
        if (stream.read(sequence, deadline)
                        instanceof Answer.Known<Optional<StoredMessage>>(Optional<StoredMessage> found)
                && found.isPresent()) {
            Optional<String> id = idOfFirstCopy(event, found.get());
            if (id.isPresent()) {
                return new Verdict.Accepted(id.get(), true);
            }
        }
        return new Verdict.Rejected(Problem.retryAfter(
                ErrorCode.DUPLICATE_PENDING,
                PENDING_RETRY_SECONDS,
                "an event with this idempotency_key is stored, but cannot be read at the moment"));
    }

    /** The id in a stored message, provided that it is a copy of this event: a stream made anew counts from 1 again. */
    private static Optional<String> idOfFirstCopy(Ready event, StoredMessage stored) {
        return new EventReader().read(stored.payload()) instanceof Reading.Valid(EnvelopeScanner copy)
                        && copy.messageId().equals(event.publication().messageId())
                        && copy.hasId()
                ? Optional.of(copy.id())
                : Optional.empty();
    }

    private static Problem problem(Refusal refusal, String detail) {
        return switch (refusal) {
            case FULL ->
                Problem.retryAfter(ErrorCode.STREAM_FULL, FULL_RETRY_SECONDS, "the stream is full; nothing was stored");
            case TOO_LARGE -> Problem.of(ErrorCode.EVENT_TOO_LARGE, "the stream does not take an event of this size");
            case DUPLICATE_IN_PROCESS ->
                Problem.retryAfter(
                        ErrorCode.DUPLICATE_PENDING,
                        PENDING_RETRY_SECONDS,
                        "another attempt with this idempotency_key is under way");
            case UNAVAILABLE ->
                Problem.retryAfter(
                        ErrorCode.STREAM_UNAVAILABLE,
                        UNAVAILABLE_RETRY_SECONDS,
                        "the stream cannot be reached; nothing was stored");
            case OTHER ->
                Problem.retryAfter(
                        ErrorCode.STREAM_UNAVAILABLE,
                        UNAVAILABLE_RETRY_SECONDS,
                        "the stream refused the event; nothing was stored: " + detail);
        };
    }

    private static Problem unknown() {
        return Problem.retryAfter(
                ErrorCode.OUTCOME_UNKNOWN,
                UNAVAILABLE_RETRY_SECONDS,
                "the stream did not confirm the event in time; it may be stored all the same: send it again with the same"
                        + " idempotency_key");
    }
}
