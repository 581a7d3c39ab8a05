package dev.causality.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.ConsumerState;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FloorsTest {

    private static final Instant CREATED = Instant.parse("2026-11-20T00:00:00Z");

    @Test
    void a4_while_anything_is_pending_the_servers_floor_counts() {
        assertThat(Floors.of(consumer(10, 50, 1))).isEqualTo(10);
    }

    @Test
    void a4_with_nothing_pending_all_that_was_delivered_is_finished() {
        assertThat(Floors.of(consumer(10, 50, 0))).isEqualTo(50);
    }

    @Test
    void a4_a_floor_rises_over_neighbours_that_the_server_gave_up() {
        assertThat(raised(10, CREATED.plusSeconds(1), 11L, 12L, 14L)).isEqualTo(12);
    }

    @Test
    void a4_a_floor_does_not_jump_over_what_is_unknown() {
        assertThat(raised(10, CREATED.plusSeconds(1), 12L, 13L)).isEqualTo(10);
    }

    @Test
    void a4_what_an_earlier_consumer_of_that_name_was_denied_holds_the_floor() {
        assertThat(raised(10, CREATED.minusNanos(1), 11L)).isEqualTo(10);
    }

    private static long raised(long floor, Instant givenUp, Long... sequences) {
        SortedMap<Long, Instant> dealtWith = new TreeMap<>();
        List.of(sequences).forEach(sequence -> dealtWith.put(sequence, givenUp));
        return Floors.raised(floor, consumer(floor, 50, 1), dealtWith);
    }

    private static ConsumerState consumer(long floor, long delivered, long pending) {
        return new ConsumerState(CREATED, floor, delivered, 0, pending, 0);
    }
}
