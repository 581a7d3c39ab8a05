package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a consumer is still the one that was opened, and not another of the same name. It is asked for where another
 * could have come into its place: on a new connection, after the server ended a request out of turn, after a time without
 * an open request, and when the consumer's own count of deliveries went backwards. What was received before it is
 * confirmed came from the consumer that was opened: a creation time never comes back. For one task at a time.
 */
final class Identity {

    /** How long a gap without an open request may be unless the count of deliveries says otherwise. */
    private static final Duration CERTAIN_FOR = Duration.ofSeconds(1);

    /**
     * How far two descriptions of one consumer's creation may lie apart: nats-server 2.10 and 2.11 take the time twice, and tell
     * the second one after a restart. No consumer is deleted and made again so soon after it was made.
     */
    private static final Duration SAME_CREATION = Duration.ofMillis(100);

    private final Connected nats;
    private final Kernel kernel;
    private final String operation;
    private final Instant created;
    private boolean confirmed = true;
    private long confirmedAt;
    private long lastConsumerSequence;

    Identity(Connected nats, String stream, String consumer, Instant created) {
        this.nats = nats;
        this.kernel = nats.kernel();
        this.operation = "CONSUMER.INFO." + stream + "." + consumer;
        this.created = created;
        this.confirmedAt = kernel.nanoTime();
    }

    /** The answer. */
    sealed interface Verdict {

        record Same() implements Verdict {}

        record Gone(String detail) implements Verdict {}

        record Unknown(String detail) implements Verdict {}
    }

    boolean confirmed() {
        return confirmed;
    }

    /** Another consumer may be in its place. */
    void doubt() {
        confirmed = false;
    }

    /** There was no open request for a moment. */
    void gap() {
        if (kernel.nanoTime() - confirmedAt > CERTAIN_FOR.toNanos()) {
            confirmed = false;
        }
    }

    /** A delivery came with this count. */
    void delivered(long consumerSequence) {
        if (consumerSequence <= lastConsumerSequence) {
            confirmed = false;
        }
        lastConsumerSequence = consumerSequence;
    }

    /** Asks the server, if there is doubt. */
    Verdict confirm(Deadline deadline, Cancellation cancellation) {
        if (confirmed) {
            return new Verdict.Same();
        }
        return switch (nats.api().request(operation, "", deadline, cancellation)) {
            case Api.Result.Done(var info) -> compare(Setup.created(info));
            case Api.Result.Failed(ApiError error) when error.isNotFound() -> new Verdict.Gone(error.toString());
            case Api.Result.Failed(ApiError error) -> new Verdict.Unknown(error.toString());
            case Api.Result.Unavailable(String detail) -> new Verdict.Unknown(detail);
        };
    }

    private Verdict compare(Instant found) {
        if (Duration.between(created, found).abs().compareTo(SAME_CREATION) > 0) {
            return new Verdict.Gone("the consumer was deleted and made again at " + found
                    + "; this process opened the one of " + created);
        }
        confirmed = true;
        confirmedAt = kernel.nanoTime();
        return new Verdict.Same();
    }
}
