package dev.causality.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountingTest {

    @Test
    void the_nth_alone_is_hit() {
        assertThat(hits(Occurrence.nth(3), 5)).containsExactly(false, false, true, false, false);
    }

    @Test
    void the_first_n_are_hit() {
        assertThat(hits(Occurrence.first(2), 4)).containsExactly(true, true, false, false);
    }

    @Test
    void a_share_is_hit_and_the_same_seed_hits_the_same() {
        List<Boolean> hits = hits(Occurrence.withProbability(0.3), 1000);

        assertThat(hits.stream().filter(hit -> hit).count()).isBetween(230L, 370L);
        assertThat(hits(Occurrence.withProbability(0.3), 1000)).isEqualTo(hits);
    }

    private static List<Boolean> hits(Occurrence which, int matches) {
        Occurrences occurrences = new Occurrences(which, new Seed(5).generator());
        return IntStream.range(0, matches).mapToObj(_ -> occurrences.next()).toList();
    }

    @Test
    void a_wire_point_counts_only_what_comes_after_its_prerequisites() {
        WireWatch watch = new WireWatch(new WirePoint(
                Moment.ACK,
                List.of(Moment.PUT_REQUESTED, Moment.PUT_CONFIRMED),
                "nats*",
                "sink",
                2,
                WirePoint.Held.PASS));

        assertThat(watch.sees("nats-1", Moment.ACK, "sink")).isFalse();
        watch.sees("s3", Moment.PUT_CONFIRMED, "a");
        watch.sees("s3", Moment.PUT_REQUESTED, "a");
        assertThat(watch.sees("nats-1", Moment.ACK, "sink")).isFalse();
        watch.sees("s3", Moment.PUT_CONFIRMED, "a");
        assertThat(watch.sees("nats-1", Moment.ACK, "sink")).isFalse();
        assertThat(watch.sees("nats-1", Moment.ACK, "other")).isFalse();
        assertThat(watch.sees("redis", Moment.ACK, "sink")).isFalse();
        assertThat(watch.sees("nats-2", Moment.ACK, "sink")).isTrue();
        assertThat(watch.sees("nats-2", Moment.ACK, "sink")).isFalse();
        watch.reset();
        assertThat(watch.sees("nats-2", Moment.ACK, "sink")).isFalse();
    }

    @Test
    void what_happens_every_so_often_has_its_windows() {
        Schedule schedule = new Schedule(new Schedule.Every(10, 100, 3), new Schedule.Lasting(50));

        assertThat(schedule.windows(Schedule.NEVER))
                .containsExactly(
                        new Schedule.Window(10, 60), new Schedule.Window(110, 160), new Schedule.Window(210, 260));
        assertThat(schedule.windows(200)).hasSize(2);
    }

    @Test
    void each_window_is_known_also_where_there_is_no_last_one() {
        Schedule endless = new Schedule(new Schedule.Every(10, 100, 0), new Schedule.Lasting(50));
        Schedule once = Schedule.at(5, 1);
        Schedule late = new Schedule(new Schedule.Every(Schedule.NEVER - 1, 1, 2), new Schedule.Lasting(0));

        assertThat(endless.window(1_000_000)).contains(new Schedule.Window(100_000_010, 100_000_060));
        assertThat(endless.window(Long.MAX_VALUE)).isEmpty();
        assertThat(once.window(0)).contains(new Schedule.Window(5, 6));
        assertThat(once.window(1)).isEmpty();
        assertThat(late.window(0)).isPresent();
        assertThat(late.window(1)).isEmpty();
        assertThat(late.windows(Schedule.NEVER)).hasSize(1);
    }

    @Test
    void windows_that_overlap_their_successors_are_refused() {
        assertThatThrownBy(() -> new Schedule(new Schedule.Every(0, 10, 0), new Schedule.Lasting(11)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Schedule(new Schedule.Every(0, 10, 0), new Schedule.Never()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', anything, true",
        "abc, abc, true",
        "abc, abcd, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "*, '', true",
        "a*, abc, true",
        "*c, abcbc, true",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "/events/*/x, /events/a/b/x, true"
    })
    void globs_match_whole_texts(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
    }
}
