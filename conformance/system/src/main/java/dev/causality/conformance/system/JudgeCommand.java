package dev.causality.conformance.system;

import dev.causality.checkers.history.HistoryReader;
import dev.causality.conformance.system.report.Report;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Judges a history that is there already. */
@Command(name = "judge", description = "Judge a history: the same as the end of a run does, from the same file.")
final class JudgeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A history, as a run leaves it behind (history.jsonl).")
    private Path file = Path.of("history.jsonl");

    @Override
    public Integer call() {
        Report report = new Report(System.out, HistoryReader.read(file));
        report.print();
        return ExitCodes.of(report.judgement());
    }
}
