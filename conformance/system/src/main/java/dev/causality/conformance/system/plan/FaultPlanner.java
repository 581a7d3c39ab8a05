package dev.causality.conformance.system.plan;

import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import dev.causality.faults.plan.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws a plan.
 *
 * <p>A run is a row of acts and a quiet end. In each act the store goes away, now hanging, now refusing: what hangs may yet
 * be stored, what is refused is not. While it is away one sink is hit (killed, if the store refuses: what it held is gone
 * with it), and before it is back another is paused past its ack wait, so that uploads of the one and redeliveries to the
 * other cross. What is left of the act's time goes to further faults, drawn at random: some runs have no fault of
 * the gateway or the stream at all. Longer runs then have the {@link Scenarios}. In the quiet end a sink is asked to stop
 * while nothing else is broken.
 */
public final class FaultPlanner {
    /** The shortest run that has room for one act and the quiet end. */
    public static final Duration MINIMUM = Duration.ofSeconds(30);

    private static final String STORE = "store";
    private static final String STREAM = "stream";
    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final Duration LEAD_IN = Duration.ofSeconds(2);
    private static final Duration GAP = Duration.ofSeconds(2);
    private static final Duration RESTART = Duration.ofMillis(500);
    private static final double OUTAGE_SHARE = 0.5;
    /** Where the scenarios follow, an act need not leave as much room for other faults. */
    private static final double OUTAGE_SHARE_BEFORE_SCENARIOS = 0.62;
    /** A batch is collected, uploaded, and the upload given up: from here on an outage has been noticed. */
    private static final long FIRST_FAILURE_MILLIS = 3500;

    private static final long LONGEST_LEAD_MILLIS = 4500;
    private static final long LONG_ACT_MILLIS = 32_000;
    private static final int POISON_ROUNDS_MILLIS = 40_000;

    private final RandomGenerator random;
    private final List<String> sinks;
    private final Duration ackWait;
    private final long seed;
    private final List<Step> steps = new ArrayList<>();
    private double outageShare = OUTAGE_SHARE;

    /**
     * @param sinks the names of the sinks, two at least
     * @param ackWait the consumer's; pauses are longer
     */
    public FaultPlanner(Seeds seeds, List<String> sinks, Duration ackWait) {
        this.seed = seeds.seed();
        this.random = seeds.fork("faults");
        this.sinks = List.copyOf(sinks);
        this.ackWait = ackWait;
    }

    /**
     * Draws a plan for a workload of this length.
     *
     * @throws IllegalArgumentException when it is shorter than {@link #MINIMUM}
     */
    public RunPlan plan(Duration duration) {
        if (duration.compareTo(MINIMUM) < 0) {
            throw new IllegalArgumentException("a run takes at least " + MINIMUM.toSeconds() + " seconds, not "
                    + duration.toSeconds() + ": the store has to be away for longer than the ack wait");
        }
        Duration quietEnd = ackWait.multipliedBy(2).plusSeconds(6);
        steps.clear();
        Duration scenarios = Scenarios.share(duration);
        long chaosMillis =
                duration.minus(quietEnd).minus(scenarios).minus(LEAD_IN).toMillis();
        int acts = (int) Math.max(1, chaosMillis / LONG_ACT_MILLIS);
        outageShare = scenarios.isPositive() ? OUTAGE_SHARE_BEFORE_SCENARIOS : OUTAGE_SHARE;
        boolean hangs = random.nextBoolean();
        for (int act = 0; act < acts; act++) {
            Duration start = LEAD_IN.plusMillis(chaosMillis * act / acts);
            act(act, start, Duration.ofMillis(chaosMillis / acts), hangs ^ act % 2 == 1);
        }
        poison(chaosMillis);
        if (scenarios.isPositive()) {
            new Scenarios(random, sinks)
                    .draw(LEAD_IN.plusMillis(chaosMillis))
                    .forEach(fault -> steps.add(new Step.Break(fault, false)));
        }
        PlannedFault stop = send(ProcessSignal.TERM, "stop-clean", any(sinks), duration.minus(quietEnd), RESTART);
        steps.add(new Step.Break(stop, true));
        return new RunPlan(seed, duration, steps);
    }

    private void act(int act, Duration start, Duration length, boolean hangs) {
        long outageMillis = Math.min(OUTAGE.toMillis(), (long) (length.toMillis() * outageShare));
        Duration outage = start.plusMillis(between(0, 1000));
        add(
                hangs ? ProcessSignal.STOP : ProcessSignal.KILL,
                name("outage", act),
                STORE,
                outage,
                Duration.ofMillis(outageMillis));

        int first = random.nextInt(sinks.size());
        String hit = sinks.get(first);
        String paused = sinks.get((first + 1) % sinks.size());
        long earliestHit = Math.min(FIRST_FAILURE_MILLIS, outageMillis * 6 / 10);
        Duration hitAt = outage.plusMillis(between(earliestHit, Math.max(earliestHit, outageMillis * 6 / 10)));
        if (act == 0 || !hangs || random.nextBoolean()) {
            add(ProcessSignal.KILL, name("kill", act), hit, hitAt, upTo(1500));
        } else {
            add(ProcessSignal.TERM, name("stop", act), hit, hitAt, RESTART);
        }
        long pauseLead = Math.min(between(1000, LONGEST_LEAD_MILLIS), outageMillis / 2);
        Duration pauseAt = outage.plusMillis(outageMillis - pauseLead);
        Duration pause = pause();
        add(ProcessSignal.STOP, name("pause", act), paused, pauseAt, pause);

        Duration outageEnds = outage.plusMillis(outageMillis);
        Duration pauseEnds = pauseAt.plus(pause);
        Duration free = outageEnds.compareTo(pauseEnds) > 0 ? outageEnds : pauseEnds;
        extras(act, free.plus(GAP), start.plus(length));
    }

    /** One fault after the other for as long as there is room. */
    private void extras(int act, Duration from, Duration to) {
        Duration at = from;
        for (int number = 1; ; number++) {
            String suffix = act + "-" + number;
            Step.Break next = new Step.Break(extra(suffix, at), false);
            Duration end = at.plus(next.duration()).plus(GAP);
            if (end.compareTo(to) > 0) {
                return;
            }
            steps.add(next);
            at = end.plusMillis(between(0, 1500));
        }
    }

    private PlannedFault extra(String suffix, Duration at) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> send(ProcessSignal.KILL, "kill-" + suffix, any(sinks), at, upTo(2000));
            case 2 -> send(ProcessSignal.STOP, "pause-" + suffix, any(sinks), at, pause());
            case 3 -> send(ProcessSignal.TERM, "stop-" + suffix, any(sinks), at, RESTART);
            case 4 -> send(ProcessSignal.KILL, "kill-gateway-" + suffix, "gateway", at, upTo(1000));
            default -> send(ProcessSignal.KILL, "kill-stream-" + suffix, STREAM, at, upTo(2000));
        };
    }

    private void add(ProcessSignal signal, String name, String target, Duration start, Duration lasting) {
        steps.add(new Step.Break(send(signal, name, target, start, lasting), false));
    }

    private static PlannedFault send(
            ProcessSignal signal, String name, String target, Duration start, Duration lasting) {
        return new PlannedFault(
                name, target, new ProcessFault.Signal(signal), Schedule.at(start.toMillis(), lasting.toMillis()));
    }

    /**
     * Every kind of poison, once at least. None while the stream's server may be down; and none just when the store goes
     * away, where it, not a batch of rows, would be the first to notice.
     */
    private void poison(long chaosMillis) {
        long rounds = 1 + chaosMillis / POISON_ROUNDS_MILLIS;
        int number = 0;
        for (int round = 0; round < rounds; round++) {
            for (PoisonKind kind : PoisonKind.values()) {
                Duration at = LEAD_IN.plusMillis(between(0, chaosMillis - 1));
                while (streamMayBeDown(at) || storeGoesAway(at)) {
                    at = LEAD_IN.plusMillis(between(0, chaosMillis - 1));
                }
                steps.add(new Step.Poison("poison-" + ++number, kind, at));
            }
        }
    }

    private boolean streamMayBeDown(Duration at) {
        return steps.stream()
                .filter(step -> step instanceof Step.Break && step.target().equals(STREAM))
                .anyMatch(step -> at.compareTo(step.start().minus(GAP)) >= 0
                        && at.compareTo(step.start().plus(step.duration()).plus(GAP)) <= 0);
    }

    private boolean storeGoesAway(Duration at) {
        return steps.stream()
                .filter(step -> step.target().equals(STORE))
                .map(Step::start)
                .anyMatch(start -> at.compareTo(start.minus(GAP)) >= 0
                        && at.compareTo(start.plusMillis(FIRST_FAILURE_MILLIS)) <= 0);
    }

    private Duration upTo(long millis) {
        return Duration.ofMillis(between(200, millis));
    }

    private Duration pause() {
        return ackWait.plusMillis(between(1500, 3500));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    private static String name(String what, int act) {
        return what + "-" + act;
    }
}
