package dev.causality.conformance.simulation;

import dev.causality.checkers.history.StreamEvent.MessageLost;
import dev.causality.faults.plan.PlanPrinter;
import java.io.PrintStream;
import java.util.Locale;

/** Says what was run and what came of it. */
final class RunReport {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_REQUESTS = 12;

    private RunReport() {}

    /** What a case is. */
    static void describe(PrintStream out, Case ran) {
        out.println("seed " + ran.seed());
        ran.options().forEach((name, value) -> out.println("  " + name + ": " + value));
        if (ran.requests().size() <= MOST_REQUESTS) {
            ran.requests().forEach(request -> out.println("  " + request));
        }
        ran.poison().forEach(poison -> out.println("  " + poison));
        ran.faults().forEach(fault -> out.println("  " + PlanPrinter.describe(fault)));
    }

    /** What the server lost by itself, if it did. */
    static void describeLosses(PrintStream out, RunResult result) {
        long lost = result.history().all(MessageLost.class).count();
        if (lost > 0) {
            out.println(
                    "  the server's power was cut: it lost " + lost + " messages that it had confirmed and not synced");
            result.judgement().findings().stream()
                    .filter(finding -> finding.invariant().equals("A1"))
                    .forEach(finding -> out.println("  A1: " + finding.verdict()));
        }
    }

    /** What a failed run broke, and by which case. */
    static void describe(PrintStream out, RunResult result) {
        if (!result.failed()) {
            return;
        }
        describe(out, result.ran());
        result.broken().forEach(broken -> out.println("  " + broken.invariant() + ": " + broken.what()));
    }

    /** What a sweep showed. */
    static void describe(PrintStream out, Sweep.Totals totals, double seconds) {
        out.println("exercised:");
        totals.exercised().forEach((what, times) -> out.printf(Locale.ROOT, "  %-36s %,12d%n", what, times));
        double simulated = (double) totals.simulatedNanos() / NANOS_PER_SECOND;
        out.printf(
                Locale.ROOT,
                "%,d seeds in %.1f s: %.1f a second, %,d steps, simulated time %,.0f times real time%n",
                totals.runs(),
                seconds,
                (double) totals.runs() / seconds,
                totals.steps(),
                simulated / seconds);
    }
}
