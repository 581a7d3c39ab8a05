package dev.causality.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.events.Partition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartitionTroublesTest {

    private static final Duration ACK_WAIT = Duration.ofSeconds(30);
    private static final Duration DELAY = Duration.ofSeconds(10);

    private long now;
    private final PartitionTroubles troubles = new PartitionTroubles(() -> now, 3, 5, ACK_WAIT);

    private static Partition hour(int hour) {
        return new Partition("shop", hour);
    }

    private boolean mayDelay(int hour, long sequence) {
        return troubles.mayDelay(hour(hour), sequence, DELAY);
    }

    private void pass(Duration duration) {
        now += duration.toNanos();
        troubles.forget(_ -> false);
    }

    @Test
    void b3_one_partition_may_have_so_many_delayed_messages_and_no_more() {
        assertThat(mayDelay(1, 11)).isTrue();
        assertThat(mayDelay(1, 12)).isTrue();
        assertThat(mayDelay(1, 13)).isTrue();

        assertThat(mayDelay(1, 14)).isFalse();
        troubles.returned(hour(1), 12);
        assertThat(mayDelay(1, 14)).isTrue();
    }

    @Test
    void b3_all_partitions_together_are_bounded_too() {
        for (int i = 0; i < 5; i++) {
            assertThat(mayDelay(i, i)).isTrue();
        }

        assertThat(mayDelay(5, 5)).isFalse();
        troubles.worked(hour(2));
        assertThat(mayDelay(5, 5)).isTrue();
        assertThat(mayDelay(6, 6)).isFalse();
    }

    @Test
    void a_message_that_is_delayed_again_without_having_been_seen_counts_once() {
        assertThat(mayDelay(1, 11)).isTrue();
        assertThat(mayDelay(1, 12)).isTrue();
        assertThat(mayDelay(1, 13)).isTrue();

        assertThat(mayDelay(1, 11)).isTrue();
        assertThat(mayDelay(2, 21)).isTrue();
        assertThat(mayDelay(2, 22)).isTrue();
        assertThat(mayDelay(2, 23)).isFalse();
    }

    @Test
    void b3_a_message_that_came_back_to_another_instance_counts_until_its_delay_and_an_ack_wait_are_over() {
        for (long sequence = 1; sequence <= 3; sequence++) {
            mayDelay(1, sequence);
        }

        pass(DELAY.plus(ACK_WAIT).minusNanos(1));
        assertThat(mayDelay(1, 4)).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(mayDelay(1, 4)).isTrue();
    }

    @Test
    void b10_a_partition_of_which_nothing_is_left_is_forgotten() {
        mayDelay(1, 11);
        troubles.failedAlone(hour(2));
        assertThat(troubles.count()).isEqualTo(2);

        troubles.forget(hour(2)::equals);
        assertThat(troubles.count()).isEqualTo(2);

        troubles.returned(hour(1), 11);
        troubles.forget(_ -> false);
        assertThat(troubles.count()).isZero();
        assertThat(troubles.failing(hour(1))).isFalse();
    }

    @Test
    void b4_a_partition_fails_as_a_whole_after_several_failures_alone_with_no_success_between() {
        troubles.failedAlone(hour(1));
        troubles.failedAlone(hour(1));
        troubles.worked(hour(1));
        troubles.failedAlone(hour(1));
        troubles.failedAlone(hour(1));
        assertThat(troubles.failsAsAWhole(hour(1))).isFalse();

        troubles.failedAlone(hour(1));

        assertThat(troubles.failsAsAWhole(hour(1))).isTrue();
        assertThat(troubles.failsAsAWhole(hour(2))).isFalse();
    }
}
