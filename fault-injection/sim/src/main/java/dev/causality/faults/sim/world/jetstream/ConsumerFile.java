package dev.causality.faults.sim.world.jetstream;

import java.util.TreeMap;

/**
 * A consumer's state as the server writes it down, with rules of its own: they are not quite those of the memory that it
 * works with, and what the server tells of a consumer's floor, and what it knows after a restart, is what the file says.
 */
final class ConsumerFile {

    final TreeMap<Long, Pending> pending;

    /** How often a message was delivered again, beyond the first time. */
    final TreeMap<Long, Long> redeliveries;

    long deliveredConsumer;
    long deliveredStream;
    long floorConsumer;
    long floorStream;

    ConsumerFile() {
        pending = new TreeMap<>();
        redeliveries = new TreeMap<>();
    }

    private ConsumerFile(ConsumerFile other) {
        pending = new TreeMap<>(other.pending);
        redeliveries = new TreeMap<>(other.redeliveries);
        deliveredConsumer = other.deliveredConsumer;
        deliveredStream = other.deliveredStream;
        floorConsumer = other.floorConsumer;
        floorStream = other.floorStream;
    }

    ConsumerFile copy() {
        return new ConsumerFile(this);
    }

    /**
     * A delivered message without an answer.
     *
     * @param consumerSequence of its first delivery
     * @param since when its ack wait began
     */
    record Pending(long consumerSequence, long since) {}

    /** A change. */
    sealed interface Update {

        /** A delivery, or a new time for one. */
        record Delivered(long consumerSequence, long sequence, long count, long stamp, long maxDeliver)
                implements Update {}

        record Acked(long consumerSequence, long sequence) implements Update {}

        /** How often messages below this sequence were delivered is of no interest any more. */
        record CountsForgotten(long below) implements Update {}

        /** All of it anew, unless the file is ahead of it already. */
        record Whole(ConsumerFile state) implements Update {}
    }

    /** The file after the change; usually this one. */
    ConsumerFile apply(Update update) {
        switch (update) {
            case Update.Delivered delivered -> delivered(delivered);
            case Update.Acked(long consumerSequence, long sequence) -> acked(consumerSequence, sequence);
            case Update.CountsForgotten(long below) ->
                redeliveries.headMap(below).clear();
            case Update.Whole(ConsumerFile state) -> {
                return state.deliveredConsumer < deliveredConsumer || state.floorStream < floorStream
                        ? this
                        : state.copy();
            }
        }
        return this;
    }

    private void delivered(Update.Delivered update) {
        long sequence = update.sequence();
        if (update.consumerSequence() <= floorConsumer) {
            return;
        }
        if (sequence > deliveredStream) {
            pending.put(sequence, new Pending(update.consumerSequence(), update.stamp()));
        } else {
            pending.computeIfPresent(
                    sequence, (same, before) -> new Pending(before.consumerSequence(), update.stamp()));
        }
        deliveredConsumer = Math.max(deliveredConsumer, update.consumerSequence());
        deliveredStream = Math.max(deliveredStream, sequence);
        if (update.count() > 1) {
            if (update.maxDeliver() > 0 && update.count() > update.maxDeliver()) {
                pending.remove(sequence);
            }
            redeliveries.merge(sequence, update.count() - 1, Math::max);
        }
    }

    private void acked(long consumerSequence, long sequence) {
        redeliveries.remove(sequence);
        if (consumerSequence <= floorConsumer) {
            return;
        }
        Pending was = pending.remove(sequence);
        if (was == null) {
            return;
        }
        if (pending.isEmpty()) {
            floorConsumer = deliveredConsumer;
            floorStream = deliveredStream;
        } else if (Math.min(consumerSequence, was.consumerSequence()) == floorConsumer + 1) {
            raiseFloor(was.consumerSequence(), sequence);
        }
    }

    /** To just below the next message without an answer. */
    private void raiseFloor(long consumerSequence, long sequence) {
        floorConsumer = consumerSequence;
        floorStream = sequence;
        var next = pending.higherEntry(sequence);
        if (next != null) {
            floorConsumer = next.getValue().consumerSequence() - 1;
            floorStream = next.getKey() - 1;
        }
    }
}
