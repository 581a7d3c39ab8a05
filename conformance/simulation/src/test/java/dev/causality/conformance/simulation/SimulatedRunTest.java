package dev.causality.conformance.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.checkers.history.WireEvent.PutAnswered;
import dev.causality.kernel.logging.Logging;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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
    void different_seeds_are_different_runs() {
        assertThat(LongStream.rangeClosed(1, 6)
                        .map(seed -> SimulatedRun.run(CaseDrawer.draw(seed, Scenario.TINY))
                                .hash())
                        .distinct())
                .hasSize(6);
    }
}
