package dev.causality.conformance.simulation;

import dev.causality.checkers.Judge;
import dev.causality.checkers.Judgement;
import dev.causality.checkers.Judgement.Finding;
import dev.causality.checkers.Verdict;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.HistoryFormat;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.checkers.history.RunEvent.Scope;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.WorldFault;
import dev.causality.faults.sim.Ending;
import dev.causality.faults.sim.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs a case and judges it. Any number of runs may go on side by side, on a platform thread each. */
final class SimulatedRun {

    private static final long LONGEST_NANOS = Duration.ofDays(7).toNanos();

    /** Below so many deliveries the server gives messages up on its own that nothing is wrong with. */
    private static final int SAFE_MAX_DELIVER = 100;

    /** Clocks that are further off than this make the times in dead letters useless for judging. */
    private static final long MOST_SKEW_MILLIS = 1_000;

    private static final String POISON_ONLY = "B4";

    /**
     * A sink that sees that its stream was deleted has to stop; and rows of a deleted stream, which could show that an
     * upload without an answer had worked, are not in the history. B1 is checked while the run goes on, too.
     */
    private static final List<String> NOT_ACROSS_DELETIONS = List.of("CRASH", "B1");

    /** Checked exactly while the run goes on, where the judge of a history has to guess. */
    private static final List<String> EXACT = List.of("B5", "B8");

    /**
     * What rests on the identity of messages and on a log that keeps its order: a server that loses confirmed messages gives
     * their sequences to others, and loses intents and message ids as well.
     */
    private static final List<String> BY_IDENTITY = List.of("A3", "B1", "B2", "B4", "B7", "C1", "C2");

    private SimulatedRun() {}

    static RunResult run(Case ran) {
        return run(ran, Optional.empty(), Optional.empty());
    }

    /** Runs it no further than to where one of these promises is broken, if it can be seen so early. */
    static RunResult runUntilBroken(Case ran, List<String> invariants) {
        Stage stage = new Stage(ran);
        stage.truth().endAt(invariants);
        stage.simulation().endByFailure();
        begin(stage);
        play(stage, _ -> {});
        return result(stage);
    }

    /** A process that is to crash at one of its scheduling points. */
    record CrashPoint(String process, long point) {}

    /**
     * Runs it.
     *
     * @param trace is told every decision
     * @param crash a crash besides those of the plan
     */
    static RunResult run(Case ran, Optional<Trace> trace, Optional<CrashPoint> crash) {
        Stage stage = new Stage(ran);
        trace.ifPresent(stage.simulation()::trace);
        stage.simulation().endByFailure();
        begin(stage);
        crash.ifPresent(point -> stage.hosts().stream()
                .filter(host -> host.name().equals(point.process()))
                .forEach(host -> host.process().crashAt(point.point(), host::crashed)));
        play(stage, _ -> {});
        return result(stage);
    }

    /** Plays the script on a stage, telling of each phase as it begins. */
    static void play(Stage stage, Consumer<String> phases) {
        stage.simulation().process("harness").start(kernel -> new Script(stage, kernel, phases).play());
        Ending ending = stage.simulation().run(LONGEST_NANOS);
        if (ending instanceof Ending.Stuck(String problem, String dump)) {
            stage.truth().broken("PROGRESS", problem + "\n" + dump);
        } else if (ending instanceof Ending.TimeUp) {
            stage.truth().broken("PROGRESS", "no end after " + LONGEST_NANOS + " ns");
        }
        stage.simulation().failures().forEach(failure -> stage.truth().broken("CRASH", failure));
    }

    private static void begin(Stage stage) {
        Case ran = stage.ran();
        stage.recorder()
                .add(at -> new RunBegun(
                        at,
                        HistoryFormat.VERSION,
                        "simulation",
                        ran.seed(),
                        "unknown",
                        stage.simulation().now().toString(),
                        new TreeMap<>(),
                        ran.options(),
                        scope(ran)));
    }

    private static Scope scope(Case ran) {
        List<String> invariants = new ArrayList<>(Judge.invariants());
        if (!onlyPoisonDies(ran)) {
            invariants.remove(POISON_ONLY);
        }
        if (ran.faults().stream().anyMatch(fault -> fault.fault() instanceof WorldFault.StreamDeletion)) {
            invariants.removeAll(NOT_ACROSS_DELETIONS);
        }
        invariants.removeAll(EXACT);
        if (ran.mayLoseConfirmed()) {
            invariants.removeAll(BY_IDENTITY);
        }
        return new Scope(
                invariants,
                List.of(),
                1,
                Tuning.EVENTS,
                Tuning.CONSUMER,
                "events.>",
                ran.tuning().ackWait(),
                ran.tuning().shutdownTimeout(),
                "");
    }

    /** Whether nothing in the case can make a healthy message die: the server's own limit, a partition that fails alone. */
    private static boolean onlyPoisonDies(Case ran) {
        boolean limited = ran.tuning().maxDeliver() > 0 && ran.tuning().maxDeliver() < SAFE_MAX_DELIVER;
        // Faults of single messages and wall clocks that jump blur when a message was delivered and buried.
        boolean blurred = ran.faults().stream().anyMatch(fault -> switch (fault.fault()) {
            case HttpFault _,
                    NatsFault _,
                    WorldFault.LatePut _,
                    WorldFault.StreamDeletion _,
                    ProcessFault.ClockJump _ -> true;
            default -> false;
        });
        return !limited && !blurred && ran.topology().skewMillis() < MOST_SKEW_MILLIS;
    }

    private static RunResult result(Stage stage) {
        History history =
                stage.truth().incarnations().ofTheLast(stage.recorder().history());
        Judgement judgement = stage.truth().endedEarly() ? new Judgement(List.of()) : Judge.judge(history);
        List<Truth.Violation> broken = new ArrayList<>(stage.truth().violations());
        for (Finding finding : judgement.findings()) {
            if (finding.verdict() instanceof Verdict.Invalid(String summary, long _, List<String> examples)) {
                broken.add(new Truth.Violation(finding.invariant(), summary + ": " + examples));
            }
        }
        return new RunResult(
                stage.ran(),
                history,
                judgement,
                broken,
                stage.simulation().hash(),
                stage.simulation().steps(),
                stage.simulation().nanos(),
                exercised(stage, judgement));
    }

    private static Map<String, Long> exercised(Stage stage, Judgement judgement) {
        Map<String, Long> exercised = new TreeMap<>();
        for (Finding finding : judgement.findings()) {
            boolean valid = finding.verdict() instanceof Verdict.Valid;
            exercised.put("property " + finding.invariant(), valid ? 1L : 0L);
        }
        stage.ran().faults().forEach(fault -> {
            long hit = stage.faults().observed().contains(fault.name()) ? 1 : 0;
            exercised.merge("fault " + fault.fault().kind(), hit, Long::sum);
        });
        exercised.put("property B8", 0L);
        exercised.put("property B5", stage.truth().deliveries().total() > 0 ? 1L : 0L);
        exercised.put("property A4", 0L);
        stage.truth().exercised().forEach((what, times) -> exercised.merge(what, times, Long::sum));
        exercised.put("redeliveries", stage.truth().deliveries().repeats());
        exercised.put("deliveries", stage.truth().deliveries().total());
        exercised.put("events", stage.ran().events());
        exercised.put("messages lost by the server", stage.truth().lostMessages());
        exercised.put("runs with Parquet files", stage.ran().tuning().realEncoder() ? 1L : 0L);
        return exercised;
    }
}
