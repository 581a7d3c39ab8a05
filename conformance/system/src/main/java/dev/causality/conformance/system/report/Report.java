package dev.causality.conformance.system.report;

import dev.causality.checkers.Judge;
import dev.causality.checkers.Judgement;
import dev.causality.checkers.Judgement.Finding;
import dev.causality.checkers.Tally;
import dev.causality.checkers.Verdict;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.conformance.system.run.Reproduction;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The verdict on a history, for people. Everything in it comes from the history. */
public final class Report {
    private final PrintStream out;
    private final History history;
    private final Judgement judgement;

    public Report(PrintStream out, History history) {
        this.out = out;
        this.history = history;
        this.judgement = Judge.judge(history);
    }

    public Judgement judgement() {
        return judgement;
    }

    /** Prints all of it. */
    public void print() {
        out.println();
        printRun();
        out.println();
        new Timeline(history).lines().forEach(out::println);
        out.println();
        printTally();
        out.println();
        judgement.findings().forEach(this::printFinding);
        out.println();
        out.println("VERDICT: " + judgement.overall()
                + (judgement.broken().isEmpty() ? "" : " (" + String.join(", ", judgement.broken()) + ")"));
    }

    /** The command that runs the same again. */
    public String reproduce() {
        RunBegun run = history.run();
        return Reproduction.command(run.seed(), run.options());
    }

    private void printRun() {
        RunBegun run = history.run();
        out.println("seed " + run.seed() + ", commit " + run.commit() + ", " + run.startedAt());
        out.println("versions " + describe(run.versions()));
        out.println("options");
        run.options().forEach((name, value) -> out.println("  " + name + "=" + value));
    }

    private static String describe(Map<String, String> values) {
        return String.join(
                ", ",
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
    }

    private void printTally() {
        Tally tally = Tally.of(history);
        List<String> names =
                List.of("attempted", "accepted", "stored", "dead", "recovered", "duplicated", "lost", "unexpected");
        List<Long> values = List.of(
                tally.attempted(),
                tally.accepted(),
                tally.stored(),
                tally.dead(),
                tally.recovered(),
                tally.duplicated(),
                tally.lost(),
                tally.unexpected());
        StringBuilder head = new StringBuilder();
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            head.append("%11s".formatted(names.get(i)));
            numbers.append("%11s".formatted("%,d".formatted(values.get(i))));
        }
        out.println(head);
        out.println(numbers);
        out.println("(events; dead counts messages, of which %,d were published as poison)".formatted(tally.poison()));
    }

    private void printFinding(Finding finding) {
        String head = "%-10s ".formatted(finding.invariant());
        switch (finding.verdict()) {
            case Verdict.Valid(String shown) -> out.println("  valid    " + head + shown);
            case Verdict.Unknown(List<String> reasons) -> {
                out.println("? UNKNOWN  " + head + finding.promise());
                reasons.forEach(reason -> out.println("             " + reason));
            }
            case Verdict.Invalid(String summary, long _, List<String> examples) -> {
                out.println("! INVALID  " + head + finding.promise() + ": " + summary);
                examples.forEach(example -> out.println("             " + example));
            }
        }
    }
}
