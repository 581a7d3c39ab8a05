package dev.causality.retention;

import dev.causality.ports.Answer;
import dev.causality.ports.Answer.Known;
import dev.causality.ports.Answer.Unavailable;
import dev.causality.ports.StreamState;
import java.time.Instant;

/**
 * Decides what may go from a stream. A message goes if every required consumer has finished with it, it is older than the
 * dedup window, and either it is older than the maximum age or the stream is crowded: fuller than its high watermark, or
 * without room for the largest message, which no watermark of a small stream leaves. A pure function of the situation and
 * of the messages' times.
 */
final class Planner {

    /** What the server stores with a message, at most: subject, lengths, checksum. */
    private static final long BOOKKEEPING_BYTES = 1024;

    private final KeeperConfig config;

    Planner(KeeperConfig config) {
        this.config = config;
    }

    /** Whether there is anything to decide: neither old nor crowded, a stream needs no look at its messages. */
    boolean needed(StreamState stream, long largestMessage, Instant now) {
        return stream.messages() > 0
                && (crowded(stream, largestMessage) || !stream.firstTime().isAfter(tooOld(now)));
    }

    Answer<Plan> plan(Situation situation, Times times) {
        StreamState stream = situation.stream();
        if (!needed(stream, situation.largestMessage(), situation.now())) {
            return new Known<>(new Plan(stream.firstSequence(), false, 0));
        }
        long first = stream.firstSequence();
        long end = Math.max(first, Math.min(situation.finished(), stream.lastSequence()) + 1);
        return switch (times.youngerThan(tooOld(situation.now()), first, end)) {
            case Unavailable<Long>(String detail) -> new Unavailable<>(detail);
            case Known<Long>(Long old) -> planForRoom(situation, old, end, times);
        };
    }

    private Answer<Plan> planForRoom(Situation situation, long old, long end, Times times) {
        StreamState stream = situation.stream();
        boolean crowded = crowded(stream, situation.largestMessage());
        long wanted = crowded ? Math.min(end, enoughForRoom(situation)) : old;
        Answer<Long> bound =
                wanted <= old ? new Known<>(old) : times.youngerThan(forgotten(situation.now()), old, wanted);
        return switch (bound) {
            case Unavailable<Long>(String detail) -> new Unavailable<>(detail);
            case Known<Long>(Long below) -> finish(situation, below, old, end, times);
        };
    }

    private Answer<Plan> finish(Situation situation, long below, long old, long end, Times times) {
        StreamState stream = situation.stream();
        boolean crowded = crowded(stream, situation.largestMessage()) && below < enoughForRoom(situation);
        boolean maybeOverdue = situation.unfinished() && old == end && end <= stream.lastSequence();
        if (!maybeOverdue) {
            return new Known<>(new Plan(below, crowded, 0));
        }
        return times.youngerThan(tooOld(situation.now()), end, stream.lastSequence() + 1)
                .map(young -> new Plan(below, crowded, young - end));
    }

    private boolean crowded(StreamState stream, long largestMessage) {
        return stream.maxBytes() > 0
                && (stream.bytes() >= config.highWatermark() * stream.maxBytes()
                        || stream.bytes() > roomy(stream, largestMessage));
    }

    /** How many bytes leave room for the largest message; negative where nothing does. */
    private static long roomy(StreamState stream, long largestMessage) {
        return stream.maxBytes() - largestMessage - BOOKKEEPING_BYTES;
    }

    /**
     * Below which sequence messages have to go, by their average size, for the stream to come down to its low watermark and
     * have room for the largest message.
     */
    private long enoughForRoom(Situation situation) {
        StreamState stream = situation.stream();
        double enough =
                Math.min(config.lowWatermark() * stream.maxBytes(), (double) roomy(stream, situation.largestMessage()));
        double surplus = stream.bytes() - enough;
        double average = (double) stream.bytes() / stream.messages();
        return stream.firstSequence() + (long) Math.ceil(surplus / average);
    }

    private Instant tooOld(Instant now) {
        return now.minus(config.maxAge()).minus(config.clockTolerance());
    }

    private Instant forgotten(Instant now) {
        return now.minus(config.dedupWindow()).minus(config.clockTolerance());
    }
}
