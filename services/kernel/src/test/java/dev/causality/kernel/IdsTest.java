package dev.causality.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class IdsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:34:56.789Z");

    @Test
    void an_id_is_a_uuid_of_version_7_with_the_kernels_millisecond_in_front() {
        UUID id = UUID.fromString(new Ids(new FixedKernel(NOW, 1)).next());

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void ids_sort_by_time() {
        String earlier = new Ids(new FixedKernel(NOW, 1)).next();
        String later = new Ids(new FixedKernel(NOW.plusMillis(1), 2)).next();

        assertThat(earlier).isLessThan(later).hasSize(36);
    }

    @Test
    void the_same_kernel_state_gives_the_same_ids() {
        assertThat(new Ids(new FixedKernel(NOW, 7)).next()).isEqualTo(new Ids(new FixedKernel(NOW, 7)).next());
    }

    @Test
    void every_random_bit_varies() {
        Ids ids = new Ids(new FixedKernel(NOW, 3));
        List<UUID> made = Stream.generate(ids::nextUuid).limit(200).toList();

        assertThat(varying(made, UUID::getLeastSignificantBits)).isEqualTo(0x3FFF_FFFF_FFFF_FFFFL);
        assertThat(varying(made, UUID::getMostSignificantBits)).isEqualTo(0x0FFFL);
    }

    /** The bits that are not the same in all of them. */
    private static long varying(List<UUID> ids, ToLongFunction<UUID> half) {
        long everSet = ids.stream().mapToLong(half).reduce(0L, (left, right) -> left | right);
        long everClear = ids.stream().mapToLong(half).reduce(0L, (left, right) -> left | ~right);
        return everSet & everClear;
    }

    @Test
    void under_stress_ids_of_several_tasks_do_not_collide() {
        Kernel kernel = Kernels.jdk();
        Ids ids = new Ids(kernel);
        ConcurrentLinkedQueue<UUID> made = new ConcurrentLinkedQueue<>();
        List<Task> tasks = Stream.generate(() -> kernel.start("maker", () -> {
                    for (int i = 0; i < 50_000; i++) {
                        made.add(ids.nextUuid());
                    }
                }))
                .limit(4)
                .toList();

        tasks.forEach(task ->
                assertThat(task.join(kernel.deadlineIn(Duration.ofSeconds(60)))).isTrue());

        assertThat(made.stream().distinct().count()).isEqualTo(200_000);
    }
}
