package dev.causality.conformance.system.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.PlanJson;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault.ProcessSignal;
import dev.causality.faults.plan.ProcessFault.Signal;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FaultPlannerTest {
    private static final Duration ACK_WAIT = Duration.ofSeconds(5);
    private static final List<String> SINKS = List.of("sink-1", "sink-2");
    private static final long SEEDS = 200;
    private static final List<String> WIRE =
            List.of("lost-acks", "ambiguous-put", "slow-down", "half-written", "reset-in-flush", "kill-before-ack");

    private static RunPlan plan(long seed, long seconds) {
        return new FaultPlanner(new Seeds(seed), SINKS, ACK_WAIT).plan(Duration.ofSeconds(seconds));
    }

    private static Stream<RunPlan> plans() {
        return LongStream.range(0, SEEDS).boxed().flatMap(seed -> Stream.of(plan(seed, 30), plan(seed, 105)));
    }

    private static List<Step> signals(RunPlan plan, ProcessSignal signal, String... targets) {
        return plan.steps().stream()
                .filter(step -> step instanceof Step.Break(PlannedFault fault, boolean _)
                        && fault.fault().equals(new Signal(signal))
                        && List.of(targets).contains(fault.target()))
                .toList();
    }

    private static List<Step> outages(RunPlan plan) {
        return plan.steps().stream()
                .filter(step -> step.target().equals("store"))
                .toList();
    }

    private static List<Step.Poison> poison(RunPlan plan) {
        return plan.steps().stream()
                .filter(Step.Poison.class::isInstance)
                .map(Step.Poison.class::cast)
                .toList();
    }

    private static boolean alone(Step step) {
        return step instanceof Step.Break fault && fault.alone();
    }

    private static Duration end(Step step) {
        return step.start().plus(step.duration());
    }

    @Test
    void h1_the_same_seed_plans_the_same_faults() {
        assertThat(plan(7, 105)).isEqualTo(plan(7, 105)).isNotEqualTo(plan(8, 105));
    }

    @Test
    void its_faults_can_be_written_down_and_read_back() throws Exception {
        FaultPlan faults = plan(7, 105).faults();

        assertThat(PlanJson.read(PlanJson.write(faults))).isEqualTo(faults);
    }

    @Test
    void a_run_of_usual_length_has_both_kinds_of_outage_of_twenty_seconds() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RunPlan plan = plan(seed, 105);
            assertThat(signals(plan, ProcessSignal.STOP, "store")).hasSize(1);
            assertThat(signals(plan, ProcessSignal.KILL, "store")).hasSize(1);
            assertThat(outages(plan))
                    .hasSize(2)
                    .allSatisfy(outage -> assertThat(outage.duration()).isEqualTo(Duration.ofSeconds(20)));
        }
    }

    @Test
    void every_plan_kills_and_pauses_a_sink_and_stops_one_at_a_quiet_end() {
        plans().forEach(FaultPlannerTest::checkEveryPlanKills);
    }

    private static void checkEveryPlanKills(RunPlan plan) {
        assertThat(signals(plan, ProcessSignal.KILL, "sink-1", "sink-2")).isNotEmpty();
        assertThat(signals(plan, ProcessSignal.STOP, "sink-1", "sink-2"))
                .isNotEmpty()
                .allSatisfy(pause -> assertThat(pause.duration()).isGreaterThan(ACK_WAIT.plusSeconds(1)));
        assertThat(plan.steps().stream().filter(FaultPlannerTest::alone))
                .containsExactly(plan.steps().getLast());
        assertThat(signals(plan, ProcessSignal.TERM, "sink-1", "sink-2"))
                .contains(plan.steps().getLast());
    }

    @Test
    void every_outage_outlasts_the_ack_wait_and_sees_a_sink_hit() {
        plans().forEach(FaultPlannerTest::checkEveryOutageOutlastsTheAckWait);
    }

    private static void checkEveryOutageOutlastsTheAckWait(RunPlan plan) {
        assertThat(outages(plan)).isNotEmpty().allSatisfy(outage -> {
            assertThat(outage.duration()).isGreaterThan(ACK_WAIT);
            assertThat(plan.steps().stream().filter(step -> SINKS.contains(step.target())))
                    .anySatisfy(hit -> assertThat(hit.start()).isBetween(outage.start(), end(outage)));
        });
        assertThat(outages(plan).getFirst().start()).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void every_kind_of_poison_is_published_and_none_while_the_stream_is_down() {
        plans().forEach(FaultPlannerTest::checkEveryKindOfPoisonIsPublished);
    }

    private static void checkEveryKindOfPoisonIsPublished(RunPlan plan) {
        assertThat(poison(plan)).extracting(Step.Poison::poison).contains(PoisonKind.values());
        List<Step> streamKills = signals(plan, ProcessSignal.KILL, "stream");
        assertThat(poison(plan))
                .allSatisfy(poison -> assertThat(streamKills)
                        .noneMatch(kill -> poison.start().compareTo(kill.start()) >= 0
                                && poison.start().compareTo(end(kill)) <= 0));
    }

    @Test
    void names_are_unique_and_no_sink_is_hit_twice_at_once() {
        plans().forEach(FaultPlannerTest::checkNamesAreUnique);
    }

    private static void checkNamesAreUnique(RunPlan plan) {
        assertThat(plan.steps()).extracting(Step::name).doesNotHaveDuplicates();
        for (String sink : SINKS) {
            List<Step> hits = plan.steps().stream()
                    .filter(step -> LinkName.process(step.target()).equals(sink))
                    .filter(step -> !alone(step))
                    .toList();
            for (int i = 1; i < hits.size(); i++) {
                assertThat(hits.get(i).start()).isGreaterThan(end(hits.get(i - 1)));
            }
        }
    }

    @Test
    void some_runs_leave_the_stream_and_the_gateway_alone() {
        for (String target : List.of("stream", "gateway")) {
            assertThat(LongStream.range(0, SEEDS).mapToObj(seed -> plan(seed, 105)))
                    .anyMatch(plan -> signals(plan, ProcessSignal.KILL, target).isEmpty())
                    .anyMatch(plan -> !signals(plan, ProcessSignal.KILL, target).isEmpty());
        }
    }

    @Test
    void a_run_of_usual_length_has_every_scenario_of_the_wire_once_and_a_short_one_has_none() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(plan(seed, 105).steps())
                    .extracting(Step::name)
                    .filteredOn(WIRE::contains)
                    .containsExactlyInAnyOrderElementsOf(WIRE);
            assertThat(plan(seed, 30).steps()).extracting(Step::name).doesNotContainAnyElementsOf(WIRE);
        }
    }

    @Test
    void a_run_too_short_for_an_outage_is_refused() {
        assertThatThrownBy(() -> plan(1, 29))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 30 seconds, not 29");
    }
}
