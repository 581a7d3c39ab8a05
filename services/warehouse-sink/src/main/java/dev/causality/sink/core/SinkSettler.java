package dev.causality.sink.core;

import dev.causality.deadletters.Reason;
import dev.causality.deadletters.Settlement;
import dev.causality.deadletters.Settler;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Answer;
import dev.causality.ports.EventStream;
import dev.causality.ports.StoredMessage;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides for the safety net whether a message that the server gave up is stored: by claiming its death like a worker
 * would, so that whoever might still be at it is locked out.
 */
final class SinkSettler implements Settler {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private final Kernel kernel;
    private final EventStream events;
    private final Burial burial;

    SinkSettler(Kernel kernel, EventStream events, Burial burial) {
        this.kernel = kernel;
        this.events = events;
        this.burial = burial;
    }

    @Override
    public Settlement settle(long sequence, Deadline deadline, Cancellation cancellation) {
        if (!(events.read(sequence, kernel.deadlineIn(REQUEST_TIMEOUT))
                instanceof Answer.Known<Optional<StoredMessage>>(Optional<StoredMessage> original))) {
            return Settlement.UNKNOWN_NOW;
        }
        byte[] payload = original.map(StoredMessage::payload).orElse(new byte[0]);
        Lease until = Lease.until(kernel, deadline);
        Burial.Death death = burial.claimDeath(
                sequence, payload, Reason.DELIVERIES_EXHAUSTED, "given up by the server", true, until, cancellation);
        return switch (death) {
            case Burial.Death.Claimed _ -> Settlement.NOT_STORED;
            case Burial.Death.Not(Verdict.Durable _) -> Settlement.STORED;
            case Burial.Death.Not _ -> Settlement.UNKNOWN_NOW;
        };
    }
}
