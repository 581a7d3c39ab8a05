package dev.causality.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.Answer;
import dev.causality.ports.Answer.Known;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** All times are seconds; message n was stored at second n; the clock tolerance is zero unless a test says otherwise. */
final class PlannerTest {

    private static final int UNLIMITED = -1;
    private static final long MAX_AGE = 600;
    private static final long WINDOW = 60;
    private static final long SMALL = 1_000;

    @Test
    void a4_finished_messages_go_when_they_are_older_than_the_maximum_age() {
        Plan plan = plan(new Seconds(1, 1_000, UNLIMITED), 1_000, false, 1_000);

        assertThat(plan).isEqualTo(new Plan(401, false, 0));
    }

    @Test
    void a4_old_messages_that_are_not_finished_stay_and_are_counted() {
        Plan plan = plan(new Seconds(1, 1_000, UNLIMITED), 100, true, 1_000);

        assertThat(plan).isEqualTo(new Plan(101, false, 300));
    }

    @Test
    void a4_nothing_goes_before_its_time_while_there_is_room() {
        Plan plan = plan(new Seconds(1, 500, 1_000_000), 500, false, 500);

        assertThat(plan).isEqualTo(new Plan(1, false, 0));
    }

    @Test
    void a4_a_stream_above_its_high_watermark_is_brought_down_to_the_low_one() {
        Plan plan = plan(new Seconds(1, 500, 600_000), 500, false, 500);

        assertThat(plan).isEqualTo(new Plan(141, false, 0));
    }

    @Test
    void a4_a_stream_below_its_watermarks_makes_room_for_the_largest_message() {
        Seconds stream = new Seconds(1, 500, 1_000_000);

        assertThat(plan(stream, 500, false, 498_976, 500)).isEqualTo(new Plan(1, false, 0));
        assertThat(plan(stream, 500, false, 498_977, 500)).isEqualTo(new Plan(2, false, 0));
        assertThat(plan(stream, 500, false, 2_000_000, 500)).isEqualTo(new Plan(441, true, 0));
    }

    @Test
    void a4_making_room_spares_what_is_unfinished() {
        Plan plan = plan(new Seconds(1, 500, 600_000), 100, true, 500);

        assertThat(plan).isEqualTo(new Plan(101, true, 0));
    }

    @Test
    void a3_making_room_spares_the_dedup_window() {
        Plan plan = plan(new Seconds(1, 500, 505_000), 500, false, 200);

        assertThat(plan).isEqualTo(new Plan(141, true, 0));
    }

    @Test
    void a3_a_clock_that_may_be_ahead_leaves_the_dedup_window_alone() {
        Planner tolerant = new Planner(config(Duration.ofSeconds(30)));
        Seconds stream = new Seconds(1, 500, 505_000);

        Answer<Plan> plan = tolerant.plan(new Situation(stream.state(), 500, false, SMALL, Seconds.at(200)), stream);

        assertThat(plan).isEqualTo(new Known<>(new Plan(111, true, 0)));
    }

    @Test
    void a4_a_full_stream_with_nothing_finished_loses_nothing() {
        Plan plan = plan(new Seconds(1, 1_000, 1_000_000), 0, true, 1_000);

        assertThat(plan).isEqualTo(new Plan(1, true, 400));
    }

    @Test
    void a4_a_floor_above_the_last_message_means_no_more_than_the_last_message() {
        Plan plan = plan(new Seconds(1, 100, UNLIMITED), Long.MAX_VALUE - 1, false, 10_000);

        assertThat(plan).isEqualTo(new Plan(101, false, 0));
    }

    @Test
    void a4_a_floor_below_the_first_message_means_nothing() {
        Plan plan = plan(new Seconds(50, 100, UNLIMITED), 10, true, 10_000);

        assertThat(plan).isEqualTo(new Plan(50, false, 51));
    }

    @Test
    void an_empty_stream_needs_nothing() {
        Plan plan = plan(new Seconds(101, 100, 1_000), 100, false, 10_000);

        assertThat(plan).isEqualTo(new Plan(101, false, 0));
    }

    @Test
    void a4_whatever_the_situation_nothing_unfinished_or_young_ever_goes() {
        Random random = new Random(4);
        Planner planner = new Planner(config(Duration.ZERO));
        for (int i = 0; i < 20_000; i++) {
            long first = 1L + random.nextInt(1_000);
            long last = first + random.nextInt(1_000) - 1L;
            Seconds stream =
                    new Seconds(first, last, random.nextBoolean() ? UNLIMITED : 1L + random.nextInt(1_000_000));
            long finished = random.nextInt(2_500);
            long now = last + random.nextInt(1_000);

            Known<Plan> plan = (Known<Plan>) planner.plan(
                    new Situation(stream.state(), finished, true, random.nextInt(100_000), Seconds.at(now)), stream);

            long below = plan.value().purgeBelow();
            assertThat(below).isGreaterThanOrEqualTo(first);
            if (below > first) {
                assertThat(below - 1).isLessThanOrEqualTo(finished).isLessThanOrEqualTo(now - WINDOW);
            }
        }
    }

    private static Plan plan(Seconds stream, long finished, boolean unfinished, long now) {
        return plan(stream, finished, unfinished, SMALL, now);
    }

    private static Plan plan(Seconds stream, long finished, boolean unfinished, long largest, long now) {
        Situation situation = new Situation(stream.state(), finished, unfinished, largest, Seconds.at(now));
        return ((Known<Plan>) new Planner(config(Duration.ZERO)).plan(situation, stream)).value();
    }

    private static KeeperConfig config(Duration tolerance) {
        return new KeeperConfig(
                List.of("warehouse-sink"),
                Duration.ofSeconds(MAX_AGE),
                Duration.ofSeconds(WINDOW),
                0.8,
                0.6,
                Duration.ofSeconds(10),
                tolerance,
                Duration.ZERO);
    }
}
