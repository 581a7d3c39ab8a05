package dev.causality.conformance.simulation;

import dev.causality.faults.plan.Seed;
import dev.causality.faults.sim.SchedulerOptions.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws a case from a seed; one stream of numbers for each concern, so that a new option leaves the others as they are. */
final class CaseDrawer {

    private static final int SMALL_EVENTS = 200;
    private static final int REAL_ENCODER_ONE_IN = 20;
    private static final int LARGEST_BATCH = 12;

    /** Shorter than the time between the making of API keys and the first fault: those are not what a run is about. */
    private static final long SYNC_INTERVAL = 2_000;

    private static final long NO_LIMIT = -1;

    /** Of such a stream the keeper leaves room, above its high watermark, for the largest message. */
    private static final long LEAST_BYTES = 16_000;

    private final Seed seed;
    private final Scenario scenario;
    private final Optional<Target> target;

    private CaseDrawer(Seed seed, Scenario scenario, Optional<Target> target) {
        this.seed = seed;
        this.scenario = scenario;
        this.target = target;
    }

    static Case draw(long seed, Scenario scenario) {
        return draw(seed, scenario, Optional.empty());
    }

    /** @param target the one service whose processes have faults; empty for any */
    static Case draw(long seed, Scenario scenario, Optional<Target> target) {
        return new CaseDrawer(new Seed(seed).fork(scenario.text()), scenario, target).draw(seed);
    }

    private Case draw(long number) {
        Topology topology = topology(dice("topology"));
        long workloadMillis = scenario == Scenario.STANDARD ? length(dice("length")) : 20_000;
        Tuning tuning = tuning(dice("tuning"), topology);
        List<PlannedRequest> requests = requests(dice("workload"), topology, workloadMillis);
        List<PlannedPoison> poison = poison(dice("poison"), workloadMillis);
        return new Case(
                number,
                scenario.text() + target.map(only -> "-" + only.text()).orElse(""),
                topology,
                tuning,
                scheduling(dice("scheduling"), tuning),
                workloadMillis,
                requests,
                poison,
                new FaultDrawer(seed.fork("faults"), scenario, target, topology, tuning, workloadMillis).draw());
    }

    /** Some are long enough for messages to become old before they are finished with. */
    private static long length(Dice dice) {
        return dice.longBetween(5_000, dice.chance(0.3) ? 200_000 : 90_000);
    }

    private Dice dice(String concern) {
        return new Dice(seed.fork(concern));
    }

    private Topology topology(Dice dice) {
        return switch (scenario) {
            case STANDARD ->
                new Topology(
                        dice.between(1, 2),
                        dice.between(1, 3),
                        dice.between(1, 4),
                        dice.between(1, 3),
                        dice.oneOf(0, 50, 1000),
                        dice.oneOf(0L, 200L, 2_000L));
            case SMALL -> new Topology(1, 1, 4, 2, 50, 200);
            case TINY -> new Topology(1, 1, 1, 1, 0, 0);
        };
    }

    private Tuning tuning(Dice dice, Topology topology) {
        boolean usual = scenario == Scenario.STANDARD && dice.chance(0.1);
        long ackWait = usual ? 30_000 : dice.oneOf(2_000L, 2_000L, 4_000L, 10_000L);
        int workers = dice.between(1, 2);
        int fetch = usual ? 100 : dice.oneOf(1, 3, 10, 50);
        int deadAfter = dice.between(2, 5);
        int pendingLeast = 2 * fetch * workers * topology.sinks();
        long dedup = dice.oneOf(30_000L, 60_000L, 120_000L, 600_000L);
        long attempt = usual ? 10_000 : Math.min(ackWait - 500, dice.oneOf(500L, 1_500L, 3_000L));
        return new Tuning(
                scenario == Scenario.STANDARD && dice.chance(0.2) ? dice.longBetween(LEAST_BYTES, 60_000) : NO_LIMIT,
                dedup,
                dedup + dice.oneOf(0L, 0L, 30_000L, 3_600_000L),
                dice.oneOf(1_000L, 5_000L, 10_000L),
                workers,
                fetch,
                usual ? 10_000 : dice.oneOf(1, 2, 5, 20, 100),
                usual ? 30_000 : dice.oneOf(50L, 500L, 2_000L, 6_000L, 2 * ackWait + 500),
                Math.max(1L << 20, 4L * workers * Tuning.EVENT_BYTES),
                dice.between(1, 4),
                ackWait,
                pendingLeast + dice.oneOf(0, 5, 1000),
                maxDeliver(dice, deadAfter),
                deadAfter,
                dice.oneOf(200L, 1_000L, 2_000L),
                dice.oneOf(5_000L, 20_000L),
                attempt,
                dice.oneOf(2_000L, 30_000L, 900_000L),
                Math.max(3_600_000L, 10 * ackWait),
                2 * attempt + dice.oneOf(2_000L, 20_000L),
                dice.oneOf(1_000L, 5_000L),
                dice.between(1, REAL_ENCODER_ONE_IN) == 1 && scenario == Scenario.STANDARD,
                dice.oneOf(0L, 0L, 0L, SYNC_INTERVAL));
    }

    private static final int NO_MAX_DELIVER = -1;

    private int maxDeliver(Dice dice, int deadAfter) {
        int drawn = dice.oneOf(NO_MAX_DELIVER, 100, 2 * deadAfter);
        return buries() ? 2 * deadAfter : drawn;
    }

    /** Whether the case is about dead letters. */
    private boolean buries() {
        return target.equals(Optional.of(Target.DEAD_LETTERS));
    }

    private static Scheduling scheduling(Dice dice, Tuning tuning) {
        boolean stalls = dice.chance(0.3);
        return new Scheduling(
                dice.chance(0.7) ? Choice.UNIFORM : Choice.PRIORITY,
                dice.oneOf(0.05, 0.3, 0.8),
                stalls ? 0.002 : 0,
                stalls ? Math.max(1, tuning.ackWait() / 50) : 0);
    }

    private List<PlannedRequest> requests(Dice dice, Topology topology, long workloadMillis) {
        int events = switch (scenario) {
            case STANDARD -> dice.between(5, 150);
            case SMALL -> SMALL_EVENTS;
            case TINY -> 12;
        };
        int largest = dice.oneOf(1, 3, LARGEST_BATCH);
        double hedged = dice.oneOf(0.0, 0.0, 0.2);
        double invalid = dice.oneOf(0.0, 0.05);
        double repeated = dice.oneOf(0.0, 0.1);
        List<PlannedRequest> requests = new ArrayList<>();
        int number = 0;
        while (number < events) {
            int size = Math.min(events - number, dice.between(1, largest));
            int app = dice.between(0, topology.apps() - 1);
            List<PlannedEvent> batch = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                batch.add(event(dice, ++number, app, invalid));
            }
            int client = dice.between(0, topology.clients() - 1);
            long pause = dice.longBetween(0, 2 * workloadMillis * topology.clients() * size / events);
            requests.add(new PlannedRequest(client, pause, dice.chance(hedged), batch));
            if (dice.chance(repeated)) {
                requests.add(new PlannedRequest(client, dice.longBetween(0, 3_000), false, batch));
            }
        }
        return requests;
    }

    private static PlannedEvent event(Dice dice, int number, int app, double invalid) {
        return new PlannedEvent(
                number, app, dice.between(0, 2), dice.chance(0.3), !dice.chance(invalid), dice.oneOf(0, 10, 300));
    }

    private List<PlannedPoison> poison(Dice dice, long workloadMillis) {
        List<PlannedPoison> poison = new ArrayList<>();
        int count = scenario == Scenario.STANDARD ? dice.oneOf(0, 1, 5) : scenario == Scenario.SMALL ? 0 : 1;
        for (int i = 1; i <= (buries() ? Math.max(1, count) : count); i++) {
            poison.add(new PlannedPoison(
                    i, dice.longBetween(0, workloadMillis), dice.oneOf(List.of(PlannedPoison.Kind.values()))));
        }
        return poison;
    }
}
