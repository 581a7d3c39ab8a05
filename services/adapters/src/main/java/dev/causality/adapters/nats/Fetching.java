package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer.FetchOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gets messages from a pull consumer without ever leaving it idle: while the caller works on one batch, the next is on
 * its way. For one task at a time.
 *
 * <p>A request stays open for a short time only, so that the moment before which a message was certainly not sent is
 * close to the moment when it was.
 */
final class Fetching {

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(1);
    private static final int REQUESTS_PER_LEASE = 5;

    /** How long a wait may be before cancellation, deadline and connection are looked at again. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** How long first messages wait for company when more are known to come: a wake-up for each would cost more. */
    private static final Duration COMPANY = Duration.ofMillis(1);

    /** How long a fetch waits for the server to come back before it says so. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** How long nothing is asked for after the server ended a request out of turn. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** How long a consumer's identity may take to confirm, whatever the caller's deadline: messages wait for it. */
    private static final Duration CONFIRMATION = Duration.ofSeconds(1);

    /** Messages that were on their way when the last request ended, as they are from a replicated consumer. */
    private static final Duration STRAGGLERS = Duration.ofMillis(20);

    /** The most messages that one request asks for. */
    private static final int LARGEST_REQUEST = 65_536;

    /** From here on a limit is none. */
    private static final long UNLIMITED_BYTES = 1L << 40;

    private final Connected nats;
    private final Kernel kernel;
    private final String nextSubject;
    private final Identity identity;
    private final Fetched fetched;
    private final Duration expires;
    private @Nullable Pulls pulls;
    private @Nullable FetchOutcome over;
    private boolean tooBig;
    private long quietUntil;

    Fetching(Connected nats, String stream, ConsumerSpec spec, Identity identity) {
        this.nats = nats;
        this.kernel = nats.kernel();
        this.nextSubject = Api.PREFIX + "CONSUMER.MSG.NEXT." + stream + "." + spec.name();
        this.identity = identity;
        this.fetched = new Fetched(kernel, identity, spec.ackWait().toNanos());
        Duration share = spec.ackWait().dividedBy(REQUESTS_PER_LEASE);
        this.expires = share.compareTo(LONGEST_REQUEST) < 0 ? share : LONGEST_REQUEST;
        this.quietUntil = kernel.nanoTime();
    }

    FetchOutcome fetch(int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation) {
        fetched.limit(maxMessages, maxBytes);
        Call call = new Call(maxMessages, maxBytes, deadline, kernel.deadlineIn(PATIENCE), cancellation);
        while (over == null) {
            FetchOutcome outcome = attempt(call);
            if (outcome != null) {
                return outcome;
            }
        }
        return over;
    }

    /** Ends it: lets the open requests run out, and gives back what they brought. */
    List<Delivery> stop(Deadline deadline) {
        over = new FetchOutcome.Fetched(List.of());
        fetched.limit(Integer.MAX_VALUE, Long.MAX_VALUE);
        Pulls last = pulls;
        pulls = null;
        if (last != null) {
            runOut(last, deadline);
        }
        boolean same = identity.confirm(kernel.deadlineIn(CONFIRMATION).earlier(deadline), Cancellation.NEVER)
                instanceof Identity.Verdict.Same;
        return same ? fetched.release() : List.of();
    }

    /** One call of fetch. */
    private static final class Call {

        private final int maxMessages;
        private final long maxBytes;
        private final Deadline deadline;
        private final Deadline patience;
        private final Cancellation cancellation;
        private boolean hadCompany;

        Call(int maxMessages, long maxBytes, Deadline deadline, Deadline patience, Cancellation cancellation) {
            this.maxMessages = Math.min(maxMessages, LARGEST_REQUEST);
            this.maxBytes = maxBytes < UNLIMITED_BYTES ? maxBytes : 0;
            this.deadline = deadline;
            this.patience = patience;
            this.cancellation = cancellation;
        }
    }

    /** The result of the call, or null when there is none yet. */
    private @Nullable FetchOutcome attempt(Call call) {
        Pulls current = connect(call);
        if (current == null) {
            return call.cancellation.isCancelled()
                    ? new FetchOutcome.Fetched(List.of())
                    : new FetchOutcome.Unavailable(nats.link().problem());
        }
        try {
            current.take(fetched);
            refill(current, call);
            FetchOutcome outcome = decide(current, call);
            if (outcome == null) {
                waitForMore(current, call);
            }
            return outcome;
        } catch (IllegalStateException lost) {
            pulls = null;
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new FetchOutcome.Unavailable("interrupted");
        }
    }

    /** The requests of the session that stands; null when there is none in time. */
    private @Nullable Pulls connect(Call call) {
        Pulls current = pulls;
        if (current != null && current.session().alive()) {
            return current;
        }
        Session session = nats.link().await(call.patience.earlier(call.deadline), call.cancellation);
        if (session == null) {
            return null;
        }
        identity.doubt();
        pulls = new Pulls(session, kernel, nextSubject, expires);
        return pulls;
    }

    /** Asks for more, if less than half of what the caller wants is on its way. */
    private void refill(Pulls current, Call call) {
        current.abandonLost();
        tooBig |= current.takeTooBig();
        int enough = tooBig ? 1 : Math.max(2, call.maxMessages / 2 + 1);
        if (current.openMessages() >= enough || kernel.nanoTime() < quietUntil) {
            return;
        }
        if (!current.certainlyOpen()) {
            identity.gap();
        }
        if (tooBig) {
            current.request(1, 0);
            tooBig = false;
        } else {
            current.request(call.maxMessages, call.maxBytes);
        }
    }

    private @Nullable FetchOutcome decide(Pulls current, Call call) {
        if (current.takeOutOfTurn()) {
            identity.doubt();
            quietUntil = kernel.nanoTime() + PAUSE.toNanos();
        }
        String trouble = current.trouble();
        if (!identity.confirmed() && (!fetched.isEmpty() || trouble != null)) {
            FetchOutcome outcome = confirm(call);
            if (outcome != null) {
                return outcome;
            }
        }
        boolean ended = call.cancellation.isCancelled() || call.deadline.passed(kernel);
        if (!fetched.isEmpty()) {
            boolean wait = !call.hadCompany && fetched.moreExpected() && !fetched.full() && !ended && current.anyOpen();
            call.hadCompany = true;
            return wait ? null : new FetchOutcome.Fetched(fetched.release());
        }
        if (trouble != null && (ended || call.patience.passed(kernel))) {
            return new FetchOutcome.Unavailable(trouble);
        }
        return ended ? new FetchOutcome.Fetched(List.of()) : null;
    }

    /** Asks whether the consumer is the same; null when it is. What was fetched waits for the answer, or is let go. */
    private @Nullable FetchOutcome confirm(Call call) {
        return switch (identity.confirm(kernel.deadlineIn(CONFIRMATION), call.cancellation)) {
            case Identity.Verdict.Same _ -> {
                fetched.dropExpired();
                yield null;
            }
            case Identity.Verdict.Unknown _
            when mayWait(call) -> {
                kernel.sleep(PAUSE, call.cancellation);
                yield confirm(call);
            }
            case Identity.Verdict.Unknown(String detail) -> new FetchOutcome.Unavailable(detail);
            case Identity.Verdict.Gone(String detail) -> {
                over = new FetchOutcome.Gone(detail);
                yield over;
            }
        };
    }

    private boolean mayWait(Call call) {
        return !call.cancellation.isCancelled() && !call.patience.passed(kernel) && !call.deadline.passed(kernel);
    }

    private void waitForMore(Pulls current, Call call) throws InterruptedException {
        if (!fetched.isEmpty()) {
            LockSupport.parkNanos(this, COMPANY.toNanos());
            return;
        }
        Duration left = call.deadline.remaining(kernel);
        current.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN, fetched);
    }

    /**
     * Takes what still comes for the open requests. Unsubscribing instead would lose what the server has queued for us
     * inside: measured, up to thousands of messages that come again only after their ack wait.
     */
    private void runOut(Pulls last, Deadline deadline) {
        try {
            while (last.anyOpen() && !deadline.passed(kernel)) {
                last.take(fetched);
                if (last.anyOpen()) {
                    last.await(LOOK_AGAIN, fetched);
                }
            }
            kernel.sleep(STRAGGLERS, last.session().lost());
            last.take(fetched);
            last.close();
        } catch (IllegalStateException lost) {
            return; // What has not come by now comes again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
