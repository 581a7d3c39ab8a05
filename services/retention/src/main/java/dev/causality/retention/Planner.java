package dev.causality.retention;

import dev.causality.ports.Answer;
import dev.causality.ports.Answer.Known;
import dev.causality.ports.Answer.Unavailable;
import dev.causality.ports.StreamState;
import java.time.Instant;

/**
 * Decides what may go from a stream. A message goes if every required consumer has finished with it, it is older than the
 * dedup window, and either it is older than the maximum age or the stream is fuller than its high watermark. A pure
 * function of the situation and of the messages' times.
 */
final class Planner {

    private final KeeperConfig config;

    Planner(KeeperConfig config) {
        this.config = config;
    }

    /** Whether there is anything to decide: neither old nor crowded, a stream needs no look at its messages. */
    boolean needed(StreamState stream, Instant now) {
        return stream.messages() > 0 && (crowded(stream) || !stream.firstTime().isAfter(tooOld(now)));
    }

    Answer<Plan> plan(Situation situation, Times times) {
        StreamState stream = situation.stream();
        if (!needed(stream, situation.now())) {
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
        long wanted = crowded(stream) ? Math.min(end, enoughForRoom(stream)) : old;
        Answer<Long> bound =
                wanted <= old ? new Known<>(old) : times.youngerThan(forgotten(situation.now()), old, wanted);
        return switch (bound) {
            case Unavailable<Long>(String detail) -> new Unavailable<>(detail);
            case Known<Long>(Long below) -> finish(situation, below, old, end, times);
        };
    }

    private Answer<Plan> finish(Situation situation, long below, long old, long end, Times times) {
        StreamState stream = situation.stream();
        boolean crowded = crowded(stream) && below < enoughForRoom(stream);
        boolean maybeOverdue = situation.unfinished() && old == end && end <= stream.lastSequence();
        if (!maybeOverdue) {
            return new Known<>(new Plan(below, crowded, 0));
        }
        return times.youngerThan(tooOld(situation.now()), end, stream.lastSequence() + 1)
                .map(young -> new Plan(below, crowded, young - end));
    }

    private boolean crowded(StreamState stream) {
        return stream.maxBytes() > 0 && stream.bytes() >= config.highWatermark() * stream.maxBytes();
    }

    /** Below which sequence messages have to go for the stream to come down to its low watermark, by their average size. */
    private long enoughForRoom(StreamState stream) {
        double surplus = stream.bytes() - config.lowWatermark() * stream.maxBytes();
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
