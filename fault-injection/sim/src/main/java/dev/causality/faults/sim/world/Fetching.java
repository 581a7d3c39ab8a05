package dev.causality.faults.sim.world;

import dev.causality.faults.sim.Signal;
import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.world.jetstream.Delivered;
import dev.causality.faults.sim.world.jetstream.Inbox.PullEnd;
import dev.causality.faults.sim.world.jetstream.Pull;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gets messages as the real client does: requests are short, the next one is on its way while the caller works, and what
 * has arrived waits here, its lease running, until it is fetched. For one task at a time.
 */
final class Fetching {

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(1);
    private static final int REQUESTS_PER_LEASE = 5;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** How long after a request's expiry the server counts as silent. */
    private static final Duration OVERDUE = Duration.ofSeconds(1);

    /** How long first messages wait for company. */
    private static final Duration COMPANY = Duration.ofMillis(1);

    /** From here on a limit is none. */
    private static final long UNLIMITED_BYTES = 1L << 40;

    private final Client client;
    private final SimKernel kernel;
    private final Interference interference;
    private final WorldObserver observer;
    private final String stream;
    private final ConsumerSpec spec;
    private final Instant created;
    private final Duration expires;
    private final Signal arrived;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private final List<SimPull> pulls = new ArrayList<>();
    private @Nullable Session session;
    private @Nullable FetchOutcome over;
    private boolean tooBig;
    private boolean silent;
    private boolean moreExpected;

    Fetching(
            Client client,
            Interference interference,
            WorldObserver observer,
            String stream,
            ConsumerSpec spec,
            Instant created) {
        this.client = client;
        this.kernel = client.kernel();
        this.interference = interference;
        this.observer = observer;
        this.stream = stream;
        this.spec = spec;
        this.created = created;
        Duration share = spec.ackWait().dividedBy(REQUESTS_PER_LEASE);
        this.expires = share.compareTo(LONGEST_REQUEST) < 0 ? share : LONGEST_REQUEST;
        this.arrived = kernel.simulation().signal("deliveries of " + spec.name());
    }

    FetchOutcome fetch(int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation) {
        Deadline patience = kernel.deadlineIn(PATIENCE).earlier(deadline);
        try (var _ = cancellation.onCancel(arrived::wakeAll)) {
            while (over == null) {
                Session current = connect(patience, cancellation);
                if (current == null) {
                    return cancellation.isCancelled()
                            ? new FetchOutcome.Fetched(List.of())
                            : new FetchOutcome.Unavailable(client.problem());
                }
                refill(current, maxMessages, maxBytes);
                awaitCompany(maxMessages, deadline);
                FetchOutcome outcome = outcome(maxMessages, maxBytes, deadline, patience, cancellation);
                if (outcome != null) {
                    refill(current, maxMessages, maxBytes);
                    return outcome;
                }
                arrived.await("deliveries", kernel.simulated(deadline.earlier(lookAgain())));
            }
        }
        return over;
    }

    /** Where more are known to come, the first ones wait a moment for them. */
    private void awaitCompany(int maxMessages, Deadline deadline) {
        boolean open = pulls.stream().anyMatch(pull -> !pull.ended());
        if (moreExpected && open && !waiting.isEmpty() && waiting.size() < maxMessages) {
            kernel.delay("company", Math.min(COMPANY.toNanos(), Math.max(0, deadline.remainingNanos(kernel))));
            moreExpected = false;
        }
    }

    private @Nullable FetchOutcome outcome(
            int maxMessages, long maxBytes, Deadline deadline, Deadline patience, Cancellation cancellation) {
        if (over != null) {
            return over;
        }
        List<Delivery> deliveries = take(maxMessages, maxBytes);
        boolean ended = cancellation.isCancelled() || deadline.passed(kernel);
        if (!deliveries.isEmpty()) {
            return new FetchOutcome.Fetched(deliveries);
        }
        if (silent && (ended || patience.passed(kernel))) {
            return new FetchOutcome.Unavailable("the server does not answer");
        }
        return ended ? new FetchOutcome.Fetched(List.of()) : null;
    }

    /** What arrived before the connection was lost has not lost its lease: it is kept. */
    private @Nullable Session connect(Deadline deadline, Cancellation cancellation) {
        Session known = session;
        if (known != null && known.alive()) {
            return known;
        }
        pulls.forEach(SimPull::abandon);
        pulls.clear();
        session = client.await(deadline, cancellation);
        return session;
    }

    private void refill(Session current, int maxMessages, long maxBytes) {
        giveUpOverdue();
        pulls.forEach(pull -> tooBig |= pull.tooBig());
        pulls.removeIf(SimPull::ended);
        int open = pulls.stream().mapToInt(SimPull::open).sum() + waiting.size();
        int enough = tooBig ? 1 : Math.max(2, maxMessages / 2 + 1);
        if (open >= enough) {
            return;
        }
        if (tooBig) {
            request(current, 1, 0);
            tooBig = false;
        } else {
            request(current, maxMessages, maxBytes < UNLIMITED_BYTES ? maxBytes : 0);
        }
    }

    /** Requests whose end does not come: the server is silent, or has forgotten them. */
    private void giveUpOverdue() {
        for (SimPull pull : List.copyOf(pulls)) {
            if (!pull.ended() && pull.overdue().passed(kernel)) {
                pull.abandon();
                silent = true;
            }
        }
    }

    private void request(Session current, int batch, long maxBytes) {
        SimPull pull = new SimPull(
                current,
                interference,
                observer,
                batch,
                kernel.nanoTime(),
                kernel.deadlineIn(expires.plus(OVERDUE)),
                this::arrived,
                arrived::wakeAll);
        pulls.add(pull);
        current.send(
                "pull",
                () -> client.host().with(server -> {
                    long now = client.host().nanos();
                    Optional<ConsumerState> state = server.consumerState(stream, spec.name());
                    if (state.isEmpty() || !state.get().created().equals(created)) {
                        String why = state.isEmpty()
                                ? "consumer not found"
                                : "the consumer was deleted and made again at "
                                        + state.get().created();
                        current.answer("gone", () -> gone(why));
                        pull.end(PullEnd.CONSUMER_DELETED);
                        return false;
                    }
                    return server.pull(
                            stream, spec.name(), new Pull(batch, maxBytes, now + expires.toNanos(), false, pull), now);
                }));
    }

    private void gone(String why) {
        if (over == null) {
            over = new FetchOutcome.Gone(why);
        }
        waiting.clear();
        arrived.wakeAll();
    }

    private void arrived(SimPull pull, Delivered delivered) {
        silent = false;
        moreExpected = delivered.pending() > 0;
        waiting.add(new Delivery(
                delivered.message().sequence(),
                delivered.address().deliveries(),
                delivered.message().time(),
                delivered.message().subject(),
                delivered.message().headers(),
                delivered.message().payload(),
                new Receipt(delivered.address().text()),
                pull.sentAt()));
    }

    /** What has waited for longer than its lease is let go: it comes again, to somebody. */
    private List<Delivery> take(int maxMessages, long maxBytes) {
        long now = kernel.nanoTime();
        waiting.removeIf(
                delivery -> now - delivery.notSentBefore() >= spec.ackWait().toNanos());
        List<Delivery> taken = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && taken.size() < maxMessages && bytes < maxBytes) {
            Delivery next = waiting.remove();
            bytes += next.payload().length + next.subject().length();
            taken.add(next);
        }
        return taken;
    }

    private Deadline lookAgain() {
        return pulls.stream()
                .filter(pull -> !pull.ended())
                .map(SimPull::overdue)
                .reduce(kernel.deadlineIn(PATIENCE), Deadline::earlier);
    }

    /** Lets the open requests run out. */
    List<Delivery> stop(Deadline deadline) {
        Session current = session;
        while (over == null
                && current != null
                && current.alive()
                && pulls.stream().anyMatch(pull -> !pull.ended())) {
            Deadline limit = deadline.earlier(lookAgain());
            giveUpOverdue();
            if (deadline.passed(kernel)) {
                break;
            }
            arrived.await("last deliveries", kernel.simulated(limit));
        }
        boolean gone = over instanceof FetchOutcome.Gone;
        over = new FetchOutcome.Fetched(List.of());
        pulls.forEach(SimPull::abandon);
        pulls.clear();
        return gone ? List.of() : take(Integer.MAX_VALUE, Long.MAX_VALUE);
    }
}
