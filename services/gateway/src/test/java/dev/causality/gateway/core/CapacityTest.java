package dev.causality.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.gateway.core.Capacity.Entry;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.kernel.Task;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CapacityTest {

    private final Kernel kernel = Kernels.jdk();
    private final Capacity capacity = new Capacity(kernel, 2, 100);

    @Test
    void a7_no_more_enter_than_there_are_places_and_leaving_makes_room() {
        assertThat(capacity.enter()).isEqualTo(Entry.ENTERED);
        assertThat(capacity.enter()).isEqualTo(Entry.ENTERED);
        assertThat(capacity.enter()).isEqualTo(Entry.FULL);

        capacity.leave(capacity.newShare());

        assertThat(capacity.enter()).isEqualTo(Entry.ENTERED);
    }

    @Test
    void a7_bytes_that_do_not_fit_are_refused_and_come_back_when_their_holder_leaves() {
        assertThat(capacity.enter()).isEqualTo(Entry.ENTERED);
        Capacity.Share first = capacity.newShare();
        Capacity.Share second = capacity.newShare();
        assertThat(first.take(60)).isTrue();
        assertThat(first.take(20)).isTrue();
        assertThat(second.take(21)).isFalse();
        assertThat(second.take(20)).isTrue();

        capacity.leave(first);

        assertThat(capacity.bytesTaken()).isEqualTo(20);
        assertThat(second.take(80)).isTrue();
    }

    @Test
    void once_closed_nobody_enters_and_the_last_one_to_leave_ends_the_wait() {
        assertThat(capacity.enter()).isEqualTo(Entry.ENTERED);
        capacity.close();
        assertThat(capacity.enter()).isEqualTo(Entry.CLOSED);
        assertThat(capacity.awaitEmpty(kernel.deadlineIn(Duration.ofMillis(20))))
                .isFalse();

        Task leaver = kernel.start("leaver", () -> capacity.leave(capacity.newShare()));

        assertThat(capacity.awaitEmpty(kernel.deadlineIn(Duration.ofSeconds(10))))
                .isTrue();
        assertThat(leaver.join(kernel.deadlineIn(Duration.ofSeconds(10)))).isTrue();
    }
}
