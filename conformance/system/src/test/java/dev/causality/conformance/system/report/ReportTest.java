package dev.causality.conformance.system.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.Judgement.Overall;
import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.ClientEvent.Outcome;
import dev.causality.checkers.history.ClientEvent.Result;
import dev.causality.checkers.history.FaultEvent.FaultBegun;
import dev.causality.checkers.history.FaultEvent.FaultEnded;
import dev.causality.checkers.history.FaultEvent.FaultObserved;
import dev.causality.checkers.history.FaultEvent.FaultPlanned;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.RunEvent.PhaseBegun;
import dev.causality.checkers.history.RunEvent.Quiescence;
import dev.causality.checkers.history.RunEvent.RunBegun;
import dev.causality.checkers.history.RunEvent.RunEnded;
import dev.causality.checkers.history.RunEvent.Scope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReportTest {
    private static final History LOSS = History.of(List.of(
            new RunBegun(
                    0,
                    1,
                    "system",
                    42,
                    "abc",
                    "2026-11-20T00:00:00Z",
                    Map.of("nats-server", "2.15.1"),
                    Map.of("duration", "30s"),
                    new Scope(List.of("A1"), List.of(), 0, "EVENTS", "sink", "events.>", 5000, 1000, "")),
            new FaultPlanned(0, "kill-1", "kill", "sink-1", 5000, 1000),
            new FaultPlanned(0, "pause-1", "pause", "sink-2", 7000, 1000),
            new PhaseBegun(1_000_000, "workload"),
            new Attempt(1_500_000, "t", "r", "p1", 0, 1, "a", "k", null, "app_id=a", true, null),
            new Outcome(1_600_000, "t", Result.ACCEPTED, 200, "e", ""),
            new FaultBegun(6_000_000, "kill-1"),
            new FaultObserved(6_100_000, "kill-1", "it died"),
            new FaultEnded(7_000_000, "kill-1"),
            new PhaseBegun(11_000_000, "quiesce"),
            new Quiescence(12_000_000, true, ""),
            new RunEnded(13_000_000)));

    @Test
    void h6_a_report_names_what_broke_and_how_to_run_it_again() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Report report = new Report(new PrintStream(bytes, true, StandardCharsets.UTF_8), LOSS);
        report.print();
        assertThat(report.judgement().overall()).isEqualTo(Overall.INVALID);
        assertThat(report.reproduce()).isEqualTo("make conformance SEED=42 DURATION=30s");
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("seed 42, commit abc", "nats-server 2.15.1", "duration=30s")
                .containsPattern(
                        "attempted\\s+accepted\\s+stored\\s+dead\\s+recovered\\s+duplicated\\s+lost\\s+unexpected")
                .containsPattern("\\n\\s+1\\s+1\\s+0\\s+0\\s+0\\s+0\\s+1\\s+0\\n")
                .contains("! INVALID  A1", "p1 event 0")
                .contains("pause-1", "did not begin")
                .endsWith("VERDICT: INVALID (A1)\n");
    }

    @Test
    void h6_the_timeline_shows_each_fault_where_it_was_in_force() {
        List<String> lines = new Timeline(LOSS).lines();
        assertThat(lines.get(1)).contains("kill-1", "|" + ".".repeat(30) + "######" + ".".repeat(24) + "|", "it died");
        assertThat(lines.get(2)).contains("pause-1", "did not begin");
    }
}
