package dev.causality.conformance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.kernel.logging.Logging;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process may crash anywhere. */
class CrashPointsTest {

    /** Of the points of a small workload, so many are tried in the build; the command line tries them all. */
    private static final long MOST = 60;

    @BeforeAll
    static void silence() {
        Logging.off();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sink-1", "gateway-1"})
    void a1_b1_b2_b5_b7_survive_a_crash_at_each_scheduling_point_of(String process) {
        CrashPoints.Found found = CrashPoints.enumerate(CaseDrawer.draw(1, Scenario.TINY), process, MOST);

        assertThat(found.failures()).isEmpty();
        assertThat(found.points()).isGreaterThan(MOST / 2);
    }
}
