package dev.causality.conformance.simulation;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.Occurrence;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.Reach;
import dev.causality.faults.plan.Schedule;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.plan.WorldFault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Draws the faults of a case. Of the families of faults some are fully off in each run, so that others have their say. */
final class FaultDrawer {

    private static final int MOST_FAULTS = 14;
    private static final double FEW_FAMILIES = 0.4;
    private static final long LONGEST_MESSAGE_FAULT_MILLIS = 40_000;

    private final Dice dice;
    private final Scenario scenario;
    private final Optional<Target> target;
    private final Topology topology;
    private final Tuning tuning;
    private final long workloadMillis;
    private final List<PlannedFault> faults = new ArrayList<>();

    FaultDrawer(
            Seed seed,
            Scenario scenario,
            Optional<Target> target,
            Topology topology,
            Tuning tuning,
            long workloadMillis) {
        this.dice = new Dice(seed);
        this.scenario = scenario;
        this.target = target;
        this.topology = topology;
        this.tuning = tuning;
        this.workloadMillis = workloadMillis;
    }

    private enum Family {
        KILL,
        PAUSE,
        TERM,
        CLOCK,
        DRIFT,
        LINK,
        ACKS,
        DELIVERIES,
        CONFIRMATIONS,
        STORE,
        STORE_OUTAGE,
        PARTITION,
        LATE_PUT,
        SERVER,
        DELETION
    }

    List<PlannedFault> draw() {
        if (scenario == Scenario.TINY) {
            return List.of();
        }
        Set<Family> on = families();
        if (on.isEmpty()) {
            return List.of();
        }
        int count = scenario == Scenario.SMALL ? dice.between(1, 6) : dice.between(0, MOST_FAULTS);
        List<Family> choices = List.copyOf(on);
        for (int i = 0; i < count; i++) {
            add(dice.oneOf(choices));
        }
        if (target.isPresent()) {
            add(dice.oneOf(OF_PROCESSES));
        }
        return faults;
    }

    /** What is done to a process; where one service is the target, each run has one of these. */
    private static final List<Family> OF_PROCESSES =
            List.of(Family.KILL, Family.PAUSE, Family.TERM, Family.CLOCK, Family.DRIFT);

    private Set<Family> families() {
        if (scenario == Scenario.SMALL) {
            return EnumSet.of(Family.KILL, Family.STORE, Family.STORE_OUTAGE, Family.LATE_PUT);
        }
        EnumSet<Family> on = EnumSet.noneOf(Family.class);
        if (dice.chance(FEW_FAMILIES)) {
            // Many faults of few kinds get deeper than a few of each.
            on.add(dice.oneOf(List.of(Family.values())));
            on.add(dice.oneOf(List.of(Family.values())));
            return on;
        }
        for (Family family : Family.values()) {
            if (dice.chance(family == Family.PARTITION ? 0.15 : 0.4)) {
                on.add(family);
            }
        }
        return on;
    }

    private void add(Family family) {
        switch (family) {
            case KILL -> add(anyProcess(), new ProcessFault.Signal(ProcessFault.ProcessSignal.KILL), 0);
            case TERM -> add(anyProcess(), new ProcessFault.Signal(ProcessFault.ProcessSignal.TERM), 0);
            case PAUSE -> add(anyProcess(), new ProcessFault.Signal(ProcessFault.ProcessSignal.STOP), pauseMillis());
            case CLOCK -> add(anyProcess(), new ProcessFault.ClockJump(dice.longBetween(-30_000, 30_000)), 0);
            case DRIFT -> add(anyProcess(), new ProcessFault.ClockDrift(driftPpm()), dice.longBetween(1_000, 60_000));
            case LINK -> add(natsLink(processOfAny()), linkFault(), dice.longBetween(50, 8_000));
            case ACKS -> add(natsLink(sink()), answers(), dice.longBetween(1_000, LONGEST_MESSAGE_FAULT_MILLIS));
            case DELIVERIES -> add(natsLink(sink()), deliveries(), dice.longBetween(1_000, 20_000));
            case CONFIRMATIONS ->
                add(
                        natsLink(processOfAny()),
                        new NatsFault.LoseConfirmations("", some()),
                        dice.longBetween(1_000, 20_000));
            case STORE -> add(storeLink(sink()), storeFault(puts("")), dice.longBetween(1_000, 30_000));
            case STORE_OUTAGE -> outage();
            case PARTITION ->
                add(storeLink(sink()), storeFault(puts("*app_id=app-0*")), dice.longBetween(5_000, 60_000));
            case LATE_PUT -> {
                add(storeLink(sink()), new WorldFault.LatePut(some(), lateMillis()), dice.longBetween(1_000, 30_000));
            }
            case SERVER -> add("nats", new WorldFault.StreamRestart(dice.chance(0.4)), dice.longBetween(50, 5_000));
            case DELETION -> add("nats", new WorldFault.StreamDeletion(Tuning.EVENTS), dice.longBetween(50, 5_000));
        }
    }

    /** Every sink's way to the store is broken at once; for so long, at times, that what waits becomes old. */
    private void outage() {
        long start = dice.longBetween(0, workloadMillis);
        long lasting = dice.chance(0.6) ? dice.longBetween(500, 20_000) : dice.longBetween(20_000, 150_000);
        Fault fault = dice.chance(0.5)
                ? new HttpFault.Answer(HttpFault.Match.ALL, 503, "SlowDown")
                : new HttpFault.LoseResponse(HttpFault.Match.ALL, HttpFault.Loss.SILENCE);
        for (int i = 1; i <= topology.sinks(); i++) {
            add(storeLink("sink-" + i), fault, start, lasting);
        }
    }

    private void add(String target, Fault fault, long lastingMillis) {
        add(target, fault, dice.longBetween(0, workloadMillis), lastingMillis);
    }

    private void add(String target, Fault fault, long start, long lastingMillis) {
        String name = "f" + (faults.size() + 1);
        faults.add(new PlannedFault(name, target, fault, Schedule.at(start, lastingMillis)));
    }

    /** Whose process something is done to. */
    private String anyProcess() {
        return target.isPresent() ? dice.oneOf(target.get().processes(topology)) : processOfAny();
    }

    private String processOfAny() {
        return dice.chance(0.75) ? sink() : "gateway-" + dice.between(1, topology.gateways());
    }

    private String sink() {
        return "sink-" + dice.between(1, topology.sinks());
    }

    private static String natsLink(String process) {
        return process + "-nats";
    }

    private static String storeLink(String process) {
        return process + "-s3";
    }

    /** Around the times that matter: the ack wait, and well beyond it. */
    private long pauseMillis() {
        return dice.oneOf(
                dice.longBetween(10, 1_000),
                dice.longBetween(tuning.ackWait() / 2, tuning.ackWait() * 2),
                dice.longBetween(tuning.ackWait(), tuning.ackWait() * 5));
    }

    /** Up to half of what the sink's leases leave for clocks and everything else, a tenth of the ack wait. */
    private long driftPpm() {
        return dice.oneOf(-50_000L, -10_000L, -1_000L, 1_000L, 10_000L, 50_000L);
    }

    private long lateMillis() {
        return dice.oneOf(100L, tuning.attemptTimeout() * 2, tuning.ackWait() * 3);
    }

    private Occurrence some() {
        return dice.oneOf(
                Occurrence.nth(dice.between(1, 5)),
                Occurrence.first(dice.between(1, 10)),
                Occurrence.withProbability(dice.oneOf(0.05, 0.3, 1.0)));
    }

    private LinkFault linkFault() {
        return switch (dice.between(0, 3)) {
            case 0 -> new LinkFault.Down();
            case 1 -> new LinkFault.BlackHole(dice.chance(0.5) ? Reach.UPSTREAM : Reach.DOWNSTREAM);
            case 2 -> new LinkFault.Latency(Reach.DOWNSTREAM, dice.longBetween(10, 1_500), dice.longBetween(0, 500));
            default -> new LinkFault.CutAfter(Reach.DOWNSTREAM, dice.longBetween(0, 2_000), true);
        };
    }

    private NatsFault answers() {
        if (dice.chance(0.4)) {
            // For as long as it lasts: deliveries run out although the rows are stored, copies pile up in a buffer.
            NatsFault.Answers all = dice.chance(0.5) ? NatsFault.Answers.ACK : NatsFault.Answers.IN_PROGRESS;
            return new NatsFault.DropAcks("", all, Occurrence.ALL);
        }
        NatsFault.Answers kind = dice.oneOf(List.of(NatsFault.Answers.values()));
        return switch (dice.between(0, 2)) {
            case 0 -> new NatsFault.DropAcks("", kind, some());
            case 1 -> new NatsFault.DelayAcks("", kind, some(), dice.longBetween(10, tuning.ackWait() * 2));
            default -> new NatsFault.CutAtAck("", Occurrence.nth(dice.between(1, 20)), dice.chance(0.5), true);
        };
    }

    private NatsFault deliveries() {
        return dice.chance(0.5)
                ? new NatsFault.DropDeliveries("", some())
                : new NatsFault.DelayDeliveries("", some(), dice.longBetween(10, tuning.ackWait() * 2));
    }

    private HttpFault.Match puts(String path) {
        return HttpFault.Match.of("PUT", path, some());
    }

    private HttpFault storeFault(HttpFault.Match match) {
        return switch (dice.between(0, 5)) {
            case 0 ->
                new HttpFault.Answer(match, dice.oneOf(500, 503, 409, 403), dice.oneOf("SlowDown", "InternalError"));
            case 1 -> new HttpFault.Drop(match, true);
            case 2 -> new HttpFault.LoseResponse(match, HttpFault.Loss.RESET);
            case 3 -> new HttpFault.LoseResponse(match, HttpFault.Loss.SILENCE);
            case 4 -> new HttpFault.ReplaceResponse(match, 500, "InternalError");
            default ->
                new HttpFault.Stall(
                        match,
                        HttpFault.Part.REQUEST,
                        HttpFault.Point.BEFORE,
                        0,
                        dice.longBetween(10, tuning.attemptTimeout() * 3));
        };
    }
}
