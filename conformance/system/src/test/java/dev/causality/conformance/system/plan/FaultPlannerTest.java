package dev.causality.conformance.system.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.conformance.system.plan.Fault.Kill;
import dev.causality.conformance.system.plan.Fault.Outage;
import dev.causality.conformance.system.plan.Fault.Pause;
import dev.causality.conformance.system.plan.Fault.Poison;
import dev.causality.conformance.system.plan.Fault.Terminate;
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
            List.of("lost-ack", "ambiguous-put", "slow-down", "half-written", "reset-in-flush", "kill-before-ack");

    private static FaultPlan plan(long seed, long seconds) {
        return new FaultPlanner(new Seeds(seed).fork("faults"), SINKS, ACK_WAIT).plan(Duration.ofSeconds(seconds));
    }

    private static Stream<FaultPlan> plans() {
        return LongStream.range(0, SEEDS).boxed().flatMap(seed -> Stream.of(plan(seed, 30), plan(seed, 105)));
    }

    private static <T extends Fault> List<T> of(FaultPlan plan, Class<T> kind) {
        return plan.faults().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void h1_the_same_seed_plans_the_same_faults() {
        assertThat(plan(7, 105)).isEqualTo(plan(7, 105)).isNotEqualTo(plan(8, 105));
    }

    @Test
    void a_run_of_usual_length_has_both_kinds_of_outage_of_twenty_seconds() {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Outage> outages = of(plan(seed, 105), Outage.class);
            assertThat(outages).extracting(Outage::hangs).containsExactlyInAnyOrder(true, false);
            assertThat(outages)
                    .allSatisfy(outage -> assertThat(outage.duration()).isEqualTo(Duration.ofSeconds(20)));
        }
    }

    @Test
    void every_plan_kills_and_pauses_a_sink_and_stops_one_at_a_quiet_end() {
        plans().forEach(FaultPlannerTest::checkEveryPlanKills);
    }

    private static void checkEveryPlanKills(FaultPlan plan) {
        assertThat(of(plan, Kill.class)).anySatisfy(kill -> assertThat(SINKS).contains(kill.target()));
        assertThat(of(plan, Pause.class))
                .isNotEmpty()
                .allSatisfy(pause -> assertThat(pause.duration()).isGreaterThan(ACK_WAIT.plusSeconds(1)));
        assertThat(of(plan, Terminate.class).stream().filter(Terminate::clean)).hasSize(1);
        assertThat(plan.faults().getLast())
                .isInstanceOfSatisfying(
                        Terminate.class, last -> assertThat(last.clean()).isTrue());
    }

    @Test
    void every_outage_outlasts_the_ack_wait_and_sees_a_sink_hit() {
        plans().forEach(FaultPlannerTest::checkEveryOutageOutlastsTheAckWait);
    }

    private static void checkEveryOutageOutlastsTheAckWait(FaultPlan plan) {
        assertThat(of(plan, Outage.class)).isNotEmpty().allSatisfy(outage -> {
            assertThat(outage.duration()).isGreaterThan(ACK_WAIT);
            assertThat(plan.faults().stream().filter(fault -> SINKS.contains(fault.target())))
                    .anySatisfy(hit -> assertThat(hit.start())
                            .isBetween(outage.start(), outage.start().plus(outage.duration())));
        });
        assertThat(of(plan, Outage.class).getFirst().start()).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void every_kind_of_poison_is_published_and_none_while_the_stream_is_down() {
        plans().forEach(FaultPlannerTest::checkEveryKindOfPoisonIsPublished);
    }

    private static void checkEveryKindOfPoisonIsPublished(FaultPlan plan) {
        assertThat(of(plan, Poison.class)).extracting(Poison::poison).contains(PoisonKind.values());
        List<Kill> streamKills = of(plan, Kill.class).stream()
                .filter(kill -> kill.target().equals("stream"))
                .toList();
        assertThat(of(plan, Poison.class))
                .allSatisfy(poison -> assertThat(streamKills)
                        .noneMatch(kill -> poison.start().compareTo(kill.start()) >= 0
                                && poison.start().compareTo(kill.start().plus(kill.duration())) <= 0));
    }

    @Test
    void names_are_unique_and_no_sink_is_hit_twice_at_once() {
        plans().forEach(FaultPlannerTest::checkNamesAreUnique);
    }

    private static void checkNamesAreUnique(FaultPlan plan) {
        assertThat(plan.faults()).extracting(Fault::name).doesNotHaveDuplicates();
        for (String sink : SINKS) {
            List<Fault> hits = plan.faults().stream()
                    .filter(fault -> fault.target().equals(sink))
                    .filter(fault -> !(fault instanceof Terminate terminate && terminate.clean()))
                    .toList();
            for (int i = 1; i < hits.size(); i++) {
                Fault before = hits.get(i - 1);
                assertThat(hits.get(i).start()).isGreaterThan(before.start().plus(before.duration()));
            }
        }
    }

    @Test
    void some_runs_leave_the_stream_and_the_gateway_alone() {
        assertThat(LongStream.range(0, SEEDS).mapToObj(seed -> plan(seed, 105)))
                .anyMatch(plan ->
                        plan.faults().stream().noneMatch(fault -> fault.target().equals("gateway")))
                .anyMatch(plan ->
                        plan.faults().stream().anyMatch(fault -> fault.target().equals("gateway")))
                .anyMatch(plan -> of(plan, Kill.class).stream()
                        .noneMatch(kill -> kill.target().equals("stream")))
                .anyMatch(plan -> of(plan, Kill.class).stream()
                        .anyMatch(kill -> kill.target().equals("stream")));
    }

    @Test
    void a_run_of_usual_length_has_every_scenario_of_the_wire_once_and_a_short_one_has_none() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(plan(seed, 105).faults())
                    .extracting(Fault::kind)
                    .filteredOn(WIRE::contains)
                    .containsExactlyInAnyOrderElementsOf(WIRE);
            assertThat(plan(seed, 30).faults()).extracting(Fault::kind).doesNotContainAnyElementsOf(WIRE);
        }
    }

    @Test
    void a_run_too_short_for_an_outage_is_refused() {
        assertThatThrownBy(() -> plan(1, 29))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 30 seconds, not 29");
    }
}
