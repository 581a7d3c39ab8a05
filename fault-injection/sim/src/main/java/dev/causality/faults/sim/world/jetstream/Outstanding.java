package dev.causality.faults.sim.world.jetstream;

import dev.causality.faults.sim.world.jetstream.ConsumerFile.Pending;
import dev.causality.faults.sim.world.jetstream.ConsumerFile.Update;
import dev.causality.ports.ConsumerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a consumer has delivered and has no answer to: when it is due again, how often it was delivered, and up to where
 * all is finished. Answers name a message, not a delivery of it: a late one counts for the current delivery.
 */
final class Outstanding {

    /** The server looks a little late, so that what falls due together is found together. */
    private static final long LATE_NANOS = 1_000_000;

    /** How soon it looks after a negative acknowledgement with a delay. */
    private static final long SOON_NANOS = 10_000_000;

    private final ConsumerSpec spec;
    private final long ackWaitNanos;
    private final ConsumerJournal journal;
    private final Exhausted exhausted;
    private final DueWatch watch;
    private final TreeMap<Long, Pending> pending = new TreeMap<>();
    private final Repeats repeats = new Repeats();
    private long nextSequence;
    private long nextDelivery = 1;
    private long floor;
    private long deliveryFloor;
    private long checkAt = StreamServer.NEVER;

    Outstanding(ConsumerSpec spec, ConsumerJournal journal, Exhausted exhausted, DueWatch watch) {
        this.spec = spec;
        this.ackWaitNanos = spec.ackWait().toNanos();
        this.journal = journal;
        this.exhausted = exhausted;
        this.watch = watch;
    }

    /** Told when a message's deliveries have run out. */
    interface Exhausted {
        void exhausted(long sequence, long deliveries);
    }

    void begin(long sequence) {
        nextSequence = sequence;
        floor = sequence - 1;
        journal.begin(sequence - 1);
    }

    /** The first sequence that was never looked at. */
    long nextSequence() {
        return nextSequence;
    }

    void passed(long sequence) {
        nextSequence = Math.max(nextSequence, sequence + 1);
    }

    /** The delivery came to nothing: the message is still the next one. */
    void notPassed(long sequence) {
        nextSequence = sequence;
    }

    boolean full() {
        return spec.maxAckPending() > 0 && pending.size() >= spec.maxAckPending();
    }

    int count() {
        return pending.size();
    }

    int queued() {
        return repeats.due();
    }

    /** With a single delivery allowed there are no redeliveries to tell of, although the server counts. */
    int redelivered() {
        return spec.maxDeliver() == 1 ? 0 : repeats.messages();
    }

    boolean isPending(long sequence) {
        return pending.containsKey(sequence);
    }

    /** Which delivery of the message the last one was. */
    long deliveries(long sequence) {
        return repeats.times(sequence) + 1;
    }

    /** The next message that is due again, already counted; 0 when there is none. Gives up those that had enough. */
    long takeDue(long now) {
        while (repeats.anyDue()) {
            long sequence = repeats.takeFirst();
            long count = repeats.countAgain(sequence);
            if (spec.maxDeliver() <= 0 || count <= spec.maxDeliver()) {
                return sequence;
            }
            if (count == spec.maxDeliver() + 1) {
                exhausted.exhausted(sequence, count - 1);
            }
            giveUp(sequence, count, now);
        }
        return 0;
    }

    private void giveUp(long sequence, long count, long now) {
        Pending was = pending.remove(sequence);
        if (was != null) {
            delivered(was.consumerSequence(), sequence, count, was.since(), now);
            raiseFloor(was.consumerSequence(), sequence);
        }
    }

    /** Nobody could take it: it is due still, and that was no delivery. */
    void putBack(long sequence) {
        if (!repeats.isDue(sequence)) {
            repeats.takeBack(sequence);
            repeats.makeDue(sequence);
        }
    }

    /** It was due and is not there any more. */
    void uncount(long sequence) {
        repeats.takeBack(sequence);
    }

    /** The consumer sequence of the next delivery. */
    long nextDelivery() {
        return nextDelivery;
    }

    /**
     * It is on its way.
     *
     * @param storedAt when the stream stored the message: the file holds this as the time of the delivery, so that after
     *     a restart all of an old stream is due at once
     */
    void sent(long sequence, long count, long storedAt, long now) {
        long delivery = nextDelivery++;
        delivered(delivery, sequence, count, storedAt, now);
        Pending before = pending.get(sequence);
        pending.put(sequence, new Pending(before == null ? delivery : before.consumerSequence(), now));
        checkAt = Math.min(checkAt, now + ackWaitNanos + LATE_NANOS);
    }

    private void delivered(long delivery, long sequence, long count, long stamp, long now) {
        journal.write(new Update.Delivered(delivery, sequence, count, stamp, spec.maxDeliver()), now);
    }

    /** @return whether the server confirms it */
    boolean ack(long sequence, long consumerSequence, long now) {
        if (sequence >= nextSequence) {
            return false;
        }
        Pending was = pending.remove(sequence);
        if (was != null) {
            raiseFloor(was.consumerSequence(), sequence);
        }
        repeats.forget(sequence);
        journal.write(new Update.Acked(was == null ? consumerSequence : was.consumerSequence(), sequence), now);
        return true;
    }

    private void raiseFloor(long delivery, long sequence) {
        if (pending.isEmpty()) {
            deliveryFloor = nextDelivery - 1;
            floor = nextSequence - 1;
        } else if (delivery == deliveryFloor + 1) {
            Map.Entry<Long, Pending> next = pending.higherEntry(sequence);
            deliveryFloor = next == null ? delivery : next.getValue().consumerSequence() - 1;
            floor = next == null ? sequence : next.getKey() - 1;
        }
    }

    /** @return whether the message is due again at once */
    boolean nak(long sequence, long consumerSequence, long count, long delayNanos, long now) {
        Pending was = pending.get(sequence);
        if (consumerSequence <= deliveryFloor || consumerSequence > nextDelivery || was == null) {
            return false;
        }
        if (delayNanos > 0) {
            repeats.notDue(sequence);
            long since = now - ackWaitNanos + delayNanos;
            pending.put(sequence, new Pending(was.consumerSequence(), since));
            delivered(was.consumerSequence(), sequence, count, since, now);
            checkAt = now + SOON_NANOS;
            return false;
        }
        repeats.makeDue(sequence);
        return true;
    }

    void inProgress(long sequence, long now) {
        Pending was = pending.get(sequence);
        if (was != null) {
            pending.put(sequence, new Pending(was.consumerSequence(), now));
            delivered(was.consumerSequence(), sequence, 1, now, now);
        }
    }

    long nextTimer() {
        return checkAt;
    }

    /**
     * Finds what has been without an answer for too long.
     *
     * @return whether somebody may get a message for it: something is due again, or no longer in the way of others
     */
    boolean check(long now, long firstSequence) {
        if (now < checkAt) {
            return false;
        }
        boolean room = false;
        boolean dropped = false;
        List<Long> expired = new ArrayList<>();
        long next = ackWaitNanos + LATE_NANOS;
        for (Map.Entry<Long, Pending> entry : List.copyOf(pending.entrySet())) {
            long sequence = entry.getKey();
            long left = entry.getValue().since() + ackWaitNanos - now;
            if (sequence < firstSequence || sequence <= floor) {
                drop(sequence, entry.getValue());
                dropped = true;
            } else if (left > 0) {
                next = Math.min(next, left);
            } else if (!repeats.isDue(sequence)) {
                watch.due(now + left);
                boolean full = full();
                if (outOfDeliveries(sequence, now)) {
                    room |= full;
                } else {
                    expired.add(sequence);
                }
            }
        }
        dueNow(expired, now);
        checkAt = pending.isEmpty() ? StreamServer.NEVER : now + next;
        if (pending.isEmpty()) {
            repeats.noneDue();
            deliveryFloor = nextDelivery - 1;
            floor = nextSequence - 1;
        }
        if (dropped) {
            journal.write(new Update.Whole(memory()), now);
        }
        return room || !expired.isEmpty();
    }

    private void drop(long sequence, Pending was) {
        pending.remove(sequence);
        repeats.forget(sequence);
        floor = Math.max(floor, sequence);
        deliveryFloor = Math.max(deliveryFloor, was.consumerSequence());
    }

    /** The server's own count at this point lags by one, so that it finds the first delivery alone to have been the last. */
    private boolean outOfDeliveries(long sequence, long now) {
        long count = Math.max(1, repeats.times(sequence));
        if (spec.maxDeliver() <= 0 || count < spec.maxDeliver()) {
            return false;
        }
        if (count == spec.maxDeliver()) {
            exhausted.exhausted(sequence, count);
        }
        giveUp(sequence, count + 1, now);
        repeats.setTimes(sequence, count);
        return true;
    }

    /** Their ack waits begin anew, in the order in which they would have run out. */
    private void dueNow(List<Long> expired, long now) {
        Pending first = expired.isEmpty() ? null : pending.get(expired.getFirst());
        if (first == null) {
            return;
        }
        long shift = now - first.since();
        for (long sequence : expired) {
            pending.computeIfPresent(sequence, (same, was) -> new Pending(was.consumerSequence(), was.since() + shift));
            repeats.makeDue(sequence);
        }
    }

    /** The stream begins there now. */
    void purged(long firstSequence, long now) {
        nextSequence = Math.max(nextSequence, firstSequence);
        if (floor < firstSequence) {
            floor = firstSequence - 1;
            for (Map.Entry<Long, Pending> entry :
                    List.copyOf(pending.headMap(firstSequence).entrySet())) {
                long delivery = entry.getValue().consumerSequence();
                deliveryFloor = Math.max(deliveryFloor, delivery);
                pending.remove(entry.getKey());
                journal.write(new Update.Acked(delivery, entry.getKey()), now);
            }
        }
        if (pending.isEmpty()) {
            repeats.forgetCounts();
            deliveryFloor = nextDelivery - 1;
            floor = nextSequence - 1;
        }
        repeats.dueFrom(nextSequence);
        repeats.forgetCountsBelow(firstSequence);
        journal.write(new Update.Whole(memory()), now);
        journal.write(new Update.CountsForgotten(firstSequence), now);
    }

    private ConsumerFile memory() {
        ConsumerFile file = new ConsumerFile();
        file.deliveredConsumer = nextDelivery - 1;
        file.deliveredStream = nextSequence - 1;
        file.floorConsumer = deliveryFloor;
        file.floorStream = floor;
        file.pending.putAll(pending);
        file.redeliveries.putAll(repeats.counts());
        return file;
    }

    /**
     * After the server's start: what the file says, with its times in whole seconds, and no more than the stream still has.
     * What has waited for long enough, the time of being down included, is found at once.
     */
    void restart(long now, long firstSequence, long lastSequence, WallClock wall) {
        ConsumerFile file = journal.current();
        pending.clear();
        file.pending.forEach((sequence, was) ->
                pending.put(sequence, new Pending(was.consumerSequence(), wall.wholeSeconds(was.since()))));
        repeats.restore(file.redeliveries);
        nextSequence = file.deliveredStream + 1;
        nextDelivery = file.deliveredConsumer + 1;
        floor = file.floorStream;
        deliveryFloor = file.floorConsumer;
        repeats.forgetCountsBelow(firstSequence);
        if (file.deliveredStream > lastSequence || floor > lastSequence) {
            reconcile(lastSequence);
            journal.write(new Update.Whole(memory()), now);
        }
        checkAt = pending.isEmpty() ? StreamServer.NEVER : now;
    }

    /** The stream has lost its end: what was known of that is forgotten. */
    private void reconcile(long lastSequence) {
        if (floor > lastSequence) {
            floor = lastSequence;
            deliveryFloor = Math.max(0, nextDelivery - 1);
            pending.clear();
            repeats.forgetCounts();
        }
        pending.tailMap(lastSequence, false).clear();
        repeats.forgetCountsAbove(lastSequence);
        nextSequence = pending.isEmpty() ? floor + 1 : pending.lastKey() + 1;
        nextDelivery = pending.isEmpty()
                ? deliveryFloor + 1
                : pending.values().stream()
                                .mapToLong(Pending::consumerSequence)
                                .max()
                                .orElse(0)
                        + 1;
    }
}
