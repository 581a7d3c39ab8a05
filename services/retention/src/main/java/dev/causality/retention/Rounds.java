package dev.causality.retention;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Answer;
import dev.causality.ports.Answer.Known;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.EventStream;
import dev.causality.ports.StreamState;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * One round after another of looking and purging. The order of the questions matters: first the stream, so that what
 * arrives later is above all that is decided on; then the consumers; then, after the time that an advisory may take, the
 * safety nets, so that nothing which a floor has passed is unknown to them.
 */
final class Rounds {

    private final Kernel kernel;
    private final EventStream stream;
    private final Instant created;
    private final SortedMap<String, SafetyNet> nets;
    private final KeeperConfig config;
    private final LongSupplier largestMessage;
    private final Planner planner;

    Rounds(
            Kernel kernel,
            EventStream stream,
            Instant created,
            SortedMap<String, SafetyNet> nets,
            LongSupplier largestMessage,
            KeeperConfig config) {
        this.kernel = kernel;
        this.stream = stream;
        this.created = created;
        this.nets = nets;
        this.largestMessage = largestMessage;
        this.config = config;
        this.planner = new Planner(config);
    }

    /** Nothing but an early way out of a round. */
    private static final class Halt extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Round round;

        Halt(Round round) {
            super(null, null, false, false);
            this.round = round;
        }
    }

    Round next(Deadline deadline, Cancellation cancellation) {
        try {
            return attempt(deadline, cancellation);
        } catch (Halt halt) {
            return halt.round;
        }
    }

    private Round attempt(Deadline deadline, Cancellation cancellation) {
        StreamState state = known(stream.state(deadline));
        if (!state.created().equals(created)) {
            throw new Halt(new Round.Broken("the stream " + stream.name() + " was created at " + state.created()
                    + ", not at " + created + ": it was deleted and made again"));
        }
        SortedMap<String, ConsumerState> consumers = consumers(deadline);
        Instant now = kernel.now();
        MessageTimes times = new MessageTimes(stream, deadline);
        boolean unfinished = consumers.values().stream().anyMatch(it -> it.pending() > 0 || it.ackPending() > 0);
        Optional<Instant> oldest = unfinished ? known(oldestUnfinished(state, consumers, times)) : Optional.empty();
        long largest = largestMessage.getAsLong();
        long finished = planner.needed(state, largest, now) ? finished(state, consumers, deadline, cancellation) : 0;
        Situation situation = new Situation(state, finished, unfinished, largest, now);
        Plan plan = known(planner.plan(situation, new MessageTimes(stream, deadline)));
        boolean purge = plan.purgeBelow() > state.firstSequence() && !cancellation.isCancelled();
        return new Round.Kept(plan, purge ? known(stream.purgeBelow(plan.purgeBelow(), deadline)) : 0, oldest);
    }

    private SortedMap<String, ConsumerState> consumers(Deadline deadline) {
        TreeMap<String, ConsumerState> consumers = new TreeMap<>();
        for (String name : config.requiredConsumers()) {
            Optional<ConsumerState> consumer = known(stream.consumerState(name, deadline));
            consumers.put(name, consumer.orElseThrow(() -> new Halt(new Round.Missing(name))));
        }
        return consumers;
    }

    private static Answer<Optional<Instant>> oldestUnfinished(
            StreamState state, SortedMap<String, ConsumerState> consumers, MessageTimes times) {
        long floor = consumers.values().stream().mapToLong(Floors::of).min().orElse(0);
        return times.timeFrom(Math.max(state.firstSequence(), floor + 1), state.lastSequence() + 1);
    }

    private long finished(
            StreamState state,
            SortedMap<String, ConsumerState> consumers,
            Deadline deadline,
            Cancellation cancellation) {
        if (!nets.isEmpty() && !kernel.sleep(config.advisoryDelay(), cancellation)) {
            throw new Halt(new Round.Unavailable("stopping"));
        }
        long finished = Long.MAX_VALUE;
        for (var consumer : consumers.entrySet()) {
            long floor = Floors.of(consumer.getValue());
            SafetyNet net = nets.get(consumer.getKey());
            if (net != null) {
                SortedMap<Long, Instant> dealtWith = known(net.dealtWith(state.firstSequence(), deadline, cancellation))
                        .orElseThrow(() -> new Halt(new Round.Outstanding(consumer.getKey())));
                floor = Floors.raised(floor, consumer.getValue(), dealtWith);
            }
            finished = Math.min(finished, floor);
        }
        return finished;
    }

    private static <T> T known(Answer<T> answer) {
        return switch (answer) {
            case Known<T>(T value) -> value;
            case Answer.Unavailable<T>(String detail) -> throw new Halt(new Round.Unavailable(detail));
        };
    }
}
