package dev.causality.conformance.system.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.Schedule;
import org.junit.jupiter.api.Test;

final class StepTest {
    @Test
    void a_fault_that_no_link_of_a_run_can_apply_is_refused_before_the_run() {
        PlannedFault down = new PlannedFault("down-1", "sink-1-nats", new LinkFault.Down(), Schedule.at(0, 1000));
        assertThatThrownBy(() -> new Step.Break(down, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("down-1: nothing here can carry out " + down.fault().kind());
    }
}
