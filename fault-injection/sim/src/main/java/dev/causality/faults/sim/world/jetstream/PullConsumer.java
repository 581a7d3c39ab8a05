package dev.causality.faults.sim.world.jetstream;

import dev.causality.faults.sim.world.jetstream.Inbox.PullEnd;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.StoredMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A durable pull consumer with explicit acknowledgement. */
final class PullConsumer {

    private static final String REMOVED = "message was removed";

    private final ConsumerSpec spec;
    private final Instant created;
    private final StoredStream stream;
    private final Advisories advisories;
    private final WallClock wall;
    private final ConsumerJournal journal = new ConsumerJournal();
    private final Outstanding outstanding;
    private final OpenPulls pulls;
    private long unseen;
    private long now;

    PullConsumer(
            ConsumerSpec spec,
            Instant created,
            StoredStream stream,
            Advisories advisories,
            WallClock wall,
            DueWatch watch) {
        this.spec = spec;
        this.created = created;
        this.stream = stream;
        this.advisories = advisories;
        this.wall = wall;
        this.outstanding = new Outstanding(spec, journal, this::exhausted, watch);
        this.pulls = new OpenPulls(watch);
        outstanding.begin(stream.firstSequence());
        unseen = stream.count(0, spec.filterSubject());
    }

    ConsumerSpec spec() {
        return spec;
    }

    /** Everything that the consumer does on its own accord, up to this moment. */
    void run(long at) {
        now = at;
        boolean timeout = now >= pulls.nextTimer();
        if (outstanding.check(now, stream.firstSequence()) || timeout) {
            gather();
        }
    }

    void pull(Pull pull, long at) {
        now = at;
        if (pull.noWait()) {
            long available = unseen + outstanding.queued();
            if (available == 0 && pull.expiresAt() == StreamServer.NEVER) {
                pull.inbox().end(PullEnd.NO_MESSAGES);
                return;
            }
            if (available > 0 && available < pulls.wanted(now)) {
                pull.inbox().end(PullEnd.TIMEOUT);
                return;
            }
        }
        pulls.add(pull);
        gather();
    }

    /** A message was stored. */
    void stored(StoredMessage message, long at) {
        if (Subjects.matches(spec.filterSubject(), message.subject())) {
            now = at;
            unseen++;
            gather();
        }
    }

    /** A message went, for its age or because another took its place. */
    void removed(StoredMessage message, long at) {
        now = at;
        long sequence = message.sequence();
        if (sequence >= outstanding.nextSequence()) {
            unseen = stream.count(outstanding.nextSequence(), spec.filterSubject());
        } else if (outstanding.isPending(sequence)) {
            terminate(sequence, 0, outstanding.deliveries(sequence), REMOVED);
        }
    }

    /** The stream has a new beginning. That there may be room for deliveries now is noticed at the next occasion only. */
    void purged(long at) {
        now = at;
        outstanding.purged(stream.firstSequence(), now);
        unseen = stream.count(outstanding.nextSequence(), spec.filterSubject());
    }

    /** @return whether the server confirms it to whoever wants to know */
    boolean answer(AckAddress address, AckAnswer answer, long at) {
        now = at;
        boolean wasFull = outstanding.full();
        boolean again = false;
        boolean confirmed = switch (answer) {
            case AckAnswer.Ack _ -> outstanding.ack(address.sequence(), address.consumerSequence(), now);
            case AckAnswer.Nak(long delay) -> {
                again = outstanding.nak(
                        address.sequence(), address.consumerSequence(), address.deliveries(), delay, now);
                yield true;
            }
            case AckAnswer.Term(String reason) ->
                terminate(address.sequence(), address.consumerSequence(), address.deliveries(), reason);
            case AckAnswer.InProgress _ -> {
                outstanding.inProgress(address.sequence(), now);
                yield true;
            }
        };
        if (again || (wasFull && !outstanding.full())) {
            gather();
        }
        return confirmed;
    }

    private boolean terminate(long sequence, long consumerSequence, long deliveries, String reason) {
        boolean confirmed = outstanding.ack(sequence, consumerSequence, now);
        advisories.terminated(stream.settings().name(), spec.name(), sequence, deliveries, reason, wall.at(now));
        return confirmed;
    }

    private void exhausted(long sequence, long deliveries) {
        advisories.exhausted(stream.settings().name(), spec.name(), sequence, deliveries, wall.at(now));
    }

    /** Gives out messages for as long as there are any, and anybody to take them: first those that are due again. */
    private void gather() {
        boolean stalled = false;
        while (!pulls.isEmpty() && !stalled) {
            StoredMessage message = due();
            long count = message == null ? 1 : outstanding.deliveries(message.sequence());
            if (message == null && outstanding.full()) {
                stalled = true;
            } else if (message == null) {
                message = stream.next(outstanding.nextSequence(), spec.filterSubject());
                outstanding.passed(message == null ? stream.lastSequence() : message.sequence());
            }
            if (message == null || !deliver(message, count)) {
                break;
            }
        }
        pulls.expire(now, !stalled);
    }

    private @Nullable StoredMessage due() {
        for (long sequence = outstanding.takeDue(now); sequence > 0; sequence = outstanding.takeDue(now)) {
            StoredMessage message = stream.get(sequence);
            if (message != null) {
                return message;
            }
            outstanding.uncount(sequence);
            if (outstanding.isPending(sequence)) {
                terminate(sequence, 0, outstanding.deliveries(sequence), REMOVED);
            }
        }
        return null;
    }

    private boolean deliver(StoredMessage message, long count) {
        boolean first = count == 1;
        AckAddress address = new AckAddress(
                stream.settings().name(),
                spec.name(),
                count,
                message.sequence(),
                outstanding.nextDelivery(),
                message.time());
        Delivered delivered = new Delivered(message, address, Math.max(0, first ? unseen - 1 : unseen));
        Inbox inbox = pulls.next(delivered.size(), now);
        if (inbox == null) {
            if (first) {
                outstanding.notPassed(message.sequence());
            } else {
                outstanding.putBack(message.sequence());
            }
            return false;
        }
        unseen = delivered.pending();
        outstanding.sent(message.sequence(), count, wall.nanos(message.time()), now);
        inbox.message(delivered);
        return true;
    }

    long nextTimer() {
        return Math.min(outstanding.nextTimer(), pulls.nextTimer());
    }

    ConsumerState state() {
        ConsumerFile file = journal.current();
        return new ConsumerState(
                created,
                file.floorStream,
                file.deliveredStream,
                unseen,
                outstanding.count(),
                outstanding.redelivered());
    }

    void stop(long at, boolean inOrder) {
        journal.stop(at, inOrder);
        pulls.forget();
    }

    void restart(long at) {
        now = at;
        outstanding.restart(now, stream.firstSequence(), stream.lastSequence(), wall);
        unseen = stream.count(outstanding.nextSequence(), spec.filterSubject());
    }

    void deleted() {
        pulls.endAll();
    }
}
