package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.PublishOutcome.Unknown;
import io.nats.client.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The outcomes of one call, as they come in. The first outcome of a message stands. The calling thread sends, then waits
 * for the last outcome; replies and the loss of the session come on other threads.
 */
final class PublishBatch implements Replies.Awaited {

    private final PublishAck reader;
    private final OutgoingLimit limit;
    private final Thread caller = Thread.currentThread();
    private final AtomicReferenceArray<PublishOutcome> outcomes;
    private final AtomicIntegerArray heldUnits;
    private final AtomicInteger open;

    PublishBatch(int size, PublishAck reader, OutgoingLimit limit) {
        this.reader = reader;
        this.limit = limit;
        this.outcomes = new AtomicReferenceArray<>(size);
        this.heldUnits = new AtomicIntegerArray(size);
        this.open = new AtomicInteger(size);
    }

    /** Says that a message is about to be sent, and gives back these units once its outcome is known. */
    void sending(int index, int units) {
        heldUnits.set(index, units);
    }

    void settle(int index, PublishOutcome outcome) {
        if (!outcomes.compareAndSet(index, null, outcome)) {
            return;
        }
        int units = heldUnits.getAndSet(index, 0);
        if (units > 0) {
            limit.give(units);
        }
        if (open.decrementAndGet() == 0) {
            LockSupport.unpark(caller);
        }
    }

    /** Settles all that have no outcome yet, from this index on. */
    void settleFrom(int first, PublishOutcome outcome) {
        for (int i = first; i < outcomes.length(); i++) {
            settle(i, outcome);
        }
    }

    /** Waits for all outcomes; what has none by the deadline, or when the cancellation comes, is unknown. */
    List<PublishOutcome> await(Kernel kernel, Deadline deadline, Cancellation cancellation) {
        if (open.get() > 0) {
            try (var _ = cancellation.onCancel(() -> LockSupport.unpark(caller))) {
                while (open.get() > 0
                        && !cancellation.isCancelled()
                        && !Thread.currentThread().isInterrupted()) {
                    long nanos = deadline.remainingNanos(kernel);
                    if (nanos <= 0) {
                        break;
                    }
                    LockSupport.parkNanos(this, nanos);
                }
            }
            settleFrom(0, new Unknown("no confirmation in time"));
        }
        List<PublishOutcome> all = new ArrayList<>(outcomes.length());
        for (int i = 0; i < outcomes.length(); i++) {
            all.add(outcomes.get(i));
        }
        return all;
    }

    @Override
    public void replied(int index, Message reply) {
        if (index < outcomes.length()) {
            settle(index, reader.read(reply));
        }
    }

    @Override
    public void dropped(int index) {
        settle(index, new Refused(Refusal.UNAVAILABLE, "too much is waiting to be sent"));
    }

    /** What is not sent yet is not touched: the sender finds out by itself, and knows that nothing happened. */
    @Override
    public void lost(String why) {
        for (int i = 0; i < outcomes.length(); i++) {
            if (heldUnits.get(i) > 0) {
                settle(i, new Unknown(why));
            }
        }
    }
}
