package dev.causality.conformance.simulation;

import dev.causality.conformance.simulation.SimulatedRun.CrashPoint;
import dev.causality.faults.sim.SimProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Crashes a process at each of its scheduling points in turn, of those that it passes between two moments, and judges every
 * end: exhaustive where seeds only sample.
 */
final class CrashPoints {

    private CrashPoints() {}

    /**
     * What was found.
     *
     * @param points how many crashes there were
     * @param failures the runs that broke a promise, with the point of the crash
     */
    record Found(long points, List<Failure> failures) {
        Found {
            failures = List.copyOf(failures);
        }
    }

    /** A crash that a promise did not survive. */
    record Failure(CrashPoint point, List<Truth.Violation> broken) {
        Failure {
            broken = List.copyOf(broken);
        }
    }

    /**
     * Tries them all.
     *
     * @param process which
     * @param most how many at most: beyond, every nth
     */
    static Found enumerate(Case ran, String process, long most) {
        Span span = span(ran, process);
        long step = Math.max(1, Math.ceilDiv(span.last() - span.first() + 1, most));
        List<Failure> failures = new ArrayList<>();
        long points = 0;
        for (long at = span.first(); at <= span.last(); at += step) {
            CrashPoint point = new CrashPoint(process, at);
            RunResult result = SimulatedRun.run(ran, Optional.empty(), Optional.of(point));
            points++;
            if (result.failed()) {
                failures.add(new Failure(point, result.broken()));
            }
        }
        return new Found(points, failures);
    }

    /** The points that matter: those while the workload is under way. */
    private record Span(long first, long last) {}

    private static Span span(Case ran, String process) {
        Stage stage = new Stage(ran);
        SimProcess watched = stage.hosts().stream()
                .filter(host -> host.name().equals(process))
                .findFirst()
                .orElseThrow()
                .process();
        List<Long> points = new ArrayList<>();
        SimulatedRun.play(stage, phase -> points.add(watched.points()));
        return new Span(Math.max(1, points.get(WORKLOAD)), Math.max(1, points.get(READ)));
    }

    private static final int WORKLOAD = 0;
    private static final int READ = 3;
}
