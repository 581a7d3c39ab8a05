package dev.causality.conformance.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.history.StoreEvent.StoredObject;
import dev.causality.checkers.history.StoreEvent.StoredRow;
import dev.causality.checkers.history.StreamEvent.MessageLost;
import dev.causality.checkers.history.WireEvent.PutAnswered;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.Schedule;
import dev.causality.faults.plan.WorldFault;
import dev.causality.kernel.logging.Logging;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs hold what they promise, and are the same each time. */
class SimulatedRunTest {

    private static final long SEEDS = 20;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void silence() {
        Logging.off();
    }

    @Test
    void a1_b1_b2_b5_b7_hold_in_a_handful_of_cases_of_each_scenario() {
        for (Scenario scenario : Scenario.values()) {
            for (long seed = 1; seed <= 4; seed++) {
                RunResult result = SimulatedRun.run(CaseDrawer.draw(seed, scenario));
                assertThat(result.broken()).as("%s %d", scenario, seed).isEmpty();
                assertThat(result.history().all(PutAnswered.class)).isNotEmpty();
            }
        }
    }

    @Test
    void h1_the_same_case_gives_the_same_hash_in_a_fresh_jvm_and_the_first_divergent_step_is_shown()
            throws IOException, InterruptedException {
        List<String> here = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> seed + " "
                        + Long.toHexString(SimulatedRun.run(CaseDrawer.draw(seed, Scenario.SMALL))
                                .hash()))
                .toList();
        List<String> there = FreshJvm.simulate("--hashes", "--scenario=SMALL", "--seeds=" + SEEDS);

        for (int i = 0; i < here.size(); i++) {
            if (!here.get(i).equals(there.get(i))) {
                throw new AssertionError("seed " + (i + 1) + ": " + firstDifference(i + 1));
            }
        }
        assertThat(there).hasSize(here.size());
    }

    @Test
    void h1_the_same_case_gives_the_same_hash_in_a_fresh_jvm_when_its_files_are_real_parquet()
            throws IOException, InterruptedException {
        Case parquet = firstWithParquet();
        RunResult here = SimulatedRun.run(parquet);

        assertThat(FreshJvm.simulate("--hashes", "--seed=" + parquet.seed(), "--seeds=1"))
                .containsExactly(parquet.seed() + " " + Long.toHexString(here.hash()));
        assertThat(here.broken()).isEmpty();
        assertThat(here.history().all(StoredRow.class)).isNotEmpty();
        assertThat(here.history().all(StoredObject.class)).allMatch(object -> object.problem() == null);
    }

    private static Case firstWithParquet() {
        return LongStream.iterate(1, seed -> seed + 1)
                .mapToObj(seed -> CaseDrawer.draw(seed, Scenario.STANDARD))
                .filter(drawn -> drawn.tuning().realEncoder())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void only_processes_of_the_named_service_have_faults_and_each_run_has_one() {
        for (Target target : Target.values()) {
            for (long seed = 1; seed <= 50; seed++) {
                Case drawn = CaseDrawer.draw(seed, Scenario.STANDARD, Optional.of(target));
                assertThat(drawn.faults().stream()
                                .filter(fault -> fault.fault() instanceof ProcessFault)
                                .map(PlannedFault::target))
                        .as("%s %d", target, seed)
                        .isNotEmpty()
                        .isSubsetOf(target.processes(drawn.topology()));
            }
        }
    }

    @Test
    void a_service_that_there_is_not_is_refused_with_the_names_of_those_that_there_are() {
        StringWriter said = new StringWriter();

        int code = new CommandLine(new SimulateCommand())
                .setErr(new PrintWriter(said))
                .execute("--service=reaction-engine");

        assertThat(said.toString()).contains("'reaction-engine' is none of gateway, warehouse-sink, dead-letters");
        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    private String firstDifference(long seed) throws IOException, InterruptedException {
        Path here = folder.resolve("here");
        Path there = folder.resolve("there");
        TraceFile.run(CaseDrawer.draw(seed, Scenario.SMALL), Optional.of(here));
        FreshJvm.simulate("--scenario=SMALL", "--seed=" + seed, "--trace=" + there);
        return TraceFile.firstDifference(here, there);
    }

    @Test
    void h5_a_replay_file_holds_all_that_a_run_depends_on() throws IOException {
        for (long seed = 1; seed <= 10; seed++) {
            Case drawn = CaseDrawer.draw(seed, Scenario.STANDARD);
            CaseJson.Replay replay = new CaseJson.Replay(List.of("A1"), "0", drawn);

            assertThat(CaseJson.parse(CaseJson.text(replay))).isEqualTo(replay);
        }
    }

    @Test
    void h5_a_replay_file_runs_on_its_own() {
        Path file = folder.resolve("replay.json");
        RunResult result = SimulatedRun.run(CaseDrawer.draw(3, Scenario.TINY));
        CaseJson.write(file, new CaseJson.Replay(result.invariants(), Long.toHexString(result.hash()), result.ran()));
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        int code = new CommandLine(new SimulateCommand(new PrintStream(said, true, UTF_8))).execute("--replay=" + file);

        assertThat(said.toString(UTF_8))
                .contains("hash " + Long.toHexString(result.hash()), "as recorded: []", "VERDICT: VALID");
        assertThat(code).isEqualTo(SimulateCommand.VALID);
    }

    @Test
    void h3_a_sweep_tells_what_was_exercised() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        int code = new CommandLine(new SimulateCommand(new PrintStream(said, true, UTF_8)))
                .execute("--seeds=8", "--scenario=SMALL", "--results=" + folder);

        assertThat(said.toString(UTF_8).lines().collect(Collectors.joining("\n")))
                .contains("property A1", "redeliveries", "8 seeds in", "VERDICT: VALID");
        assertThat(code).isEqualTo(SimulateCommand.VALID);
    }

    @Test
    void a1_a_server_that_syncs_always_loses_nothing_when_its_power_is_cut() throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            Case cut = withPowerCuts(CaseDrawer.draw(seed, Scenario.SMALL), 0);
            RunResult result = SimulatedRun.run(cut);

            assertThat(cut.mayLoseConfirmed()).isFalse();
            assertThat(result.broken()).isEmpty();
            assertThat(result.history().all(MessageLost.class)).isEmpty();
        }
    }

    @Test
    void a1_what_a_server_loses_that_confirms_before_it_syncs_is_told_and_all_else_is_found_again() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        for (long seed = 1; seed <= 3; seed++) {
            Case cut = withPowerCuts(CaseDrawer.draw(seed, Scenario.SMALL), 2_000);
            RunResult result = SimulatedRun.run(cut);

            assertThat(cut.mayLoseConfirmed()).isTrue();
            assertThat(result.broken()).isEmpty();
            RunReport.describeLosses(new PrintStream(said, true, UTF_8), result);
        }
        assertThat(said.toString(UTF_8))
                .contains("the server's power was cut", "A1: Valid", "lost by the server in a power cut");
    }

    private static Case withPowerCuts(Case drawn, long syncInterval) throws IOException {
        List<PlannedFault> cuts = LongStream.of(5_900, 13_900)
                .mapToObj(at -> new PlannedFault(
                        "cut-at-" + at, "nats", new WorldFault.StreamRestart(true), Schedule.at(at, 500)))
                .toList();
        String text =
                CaseJson.text(new CaseJson.Replay(List.of(), "0", drawn.with(drawn.requests(), drawn.poison(), cuts)));
        return CaseJson.parse(text.replaceFirst("\"syncInterval\" : \\d+", "\"syncInterval\" : " + syncInterval))
                .ran();
    }

    @Test
    void different_seeds_are_different_runs() {
        assertThat(LongStream.rangeClosed(1, 6)
                        .map(seed -> SimulatedRun.run(CaseDrawer.draw(seed, Scenario.TINY))
                                .hash())
                        .distinct())
                .hasSize(6);
    }
}
