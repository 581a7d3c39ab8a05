package dev.causality.conformance.system.plan;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.HttpFault.Loss;
import dev.causality.faults.plan.HttpFault.Match;
import dev.causality.faults.plan.HttpFault.Part;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.NatsFault.Answers;
import dev.causality.faults.plan.Occurrence;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import dev.causality.faults.plan.Schedule;
import dev.causality.faults.plan.WirePoint;
import dev.causality.faults.plan.WirePoint.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws what only somebody on the wire can do, each once and one after the other: acknowledgements are lost, uploads have
 * happened and nobody is told, the store asks to slow down, an upload breaks off half-way, a connection is reset during a
 * flush, a sink dies between the response to its upload and its acknowledgement.
 */
final class Scenarios {
    /** How long all of them take; a run shorter than {@link #LEAST_RUN} has no room for them. */
    static final Duration LENGTH = Duration.ofSeconds(22);

    /** A run of this length has room for an act before them. */
    static final Duration LEAST_RUN = Duration.ofSeconds(60);

    private static final long SLOT_MILLIS = 3600;
    private static final Duration WINDOW = Duration.ofMillis(2500);
    private static final long MAX_ACKS_LOST = 40;
    private static final long MAX_CUT_BYTES = 400;
    private static final double STORM = 0.8;
    private static final String FILES = "*.parquet*";

    private final RandomGenerator random;
    private final List<String> sinks;

    Scenarios(RandomGenerator random, List<String> sinks) {
        this.random = random;
        this.sinks = sinks;
    }

    /** How much of a run of this length they take. */
    static Duration share(Duration run) {
        return run.compareTo(LEAST_RUN) < 0 ? Duration.ZERO : LENGTH;
    }

    /** All of them in some order, from this time on. */
    List<PlannedFault> draw(Duration from) {
        int[] order = {0, 1, 2, 3, 4, 5};
        List<PlannedFault> faults = new ArrayList<>();
        Duration at = from;
        for (int left = order.length; left > 0; left--) {
            int drawn = random.nextInt(left);
            int which = order[drawn];
            order[drawn] = order[left - 1];
            faults.add(scenario(which, sinks.get(random.nextInt(sinks.size())), at.plusMillis(between(0, 500))));
            at = at.plusMillis(SLOT_MILLIS);
        }
        return faults;
    }

    private PlannedFault scenario(int which, String sink, Duration at) {
        return switch (which) {
            case 0 ->
                onLink(
                        "lost-acks",
                        LinkName.toStream(sink),
                        new NatsFault.DropAcks("", Answers.ACK, new Occurrence(1, MAX_ACKS_LOST, 0.5)),
                        at);
            case 1 -> onLink("ambiguous-put", LinkName.toStore(sink), ambiguous(), at);
            case 2 ->
                onLink(
                        "slow-down",
                        LinkName.toStore(sink),
                        new HttpFault.Answer(
                                new Match("", "", "", "", Occurrence.withProbability(STORM)), 503, "SlowDown"),
                        at);
            case 3 ->
                onLink(
                        "half-written",
                        LinkName.toStore(sink),
                        new HttpFault.CutBody(files(), Part.REQUEST, between(1, MAX_CUT_BYTES), false),
                        at);
            case 4 -> reset(sink, at);
            default -> killBeforeAck(sink, at);
        };
    }

    private HttpFault ambiguous() {
        return random.nextBoolean()
                ? new HttpFault.LoseResponse(files(), Loss.CLOSE)
                : new HttpFault.ReplaceResponse(files(), 500, "InternalError");
    }

    private PlannedFault reset(String sink, Duration at) {
        String name = "reset-in-flush";
        return switch (random.nextInt(3)) {
            case 0 -> onLink(name, LinkName.toStore(sink), new HttpFault.LoseResponse(files(), Loss.RESET), at);
            case 1 ->
                onLink(
                        name,
                        LinkName.toStore(sink),
                        new HttpFault.CutBody(files(), Part.REQUEST, between(1, MAX_CUT_BYTES), true),
                        at);
            default ->
                onLink(
                        name,
                        LinkName.toStream(sink),
                        new NatsFault.CutAtAck("", Occurrence.nth(between(1, 20)), random.nextBoolean(), true),
                        at);
        };
    }

    /** The acknowledgement is held until the process is dead, and then dropped. */
    private PlannedFault killBeforeAck(String sink, Duration at) {
        WirePoint ack = WirePoint.first(Moment.ACK)
                .on(LinkName.toStream(sink))
                .after(Moment.PUT_CONFIRMED)
                .held(Held.HOLD_THEN_DROP);
        return new PlannedFault(
                "kill-before-ack",
                sink,
                new ProcessFault.Signal(ProcessSignal.KILL),
                Schedule.when(ack, at.toMillis(), between(200, 800)));
    }

    private static PlannedFault onLink(String name, String link, Fault what, Duration at) {
        return new PlannedFault(name, link, what, Schedule.at(at.toMillis(), WINDOW.toMillis()));
    }

    private static Match files() {
        return Match.of("PUT", FILES, Occurrence.first(2));
    }

    private long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }
}
