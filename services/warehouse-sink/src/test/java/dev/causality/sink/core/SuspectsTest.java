package dev.causality.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.events.Partition;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.Delivery;
import dev.causality.ports.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SuspectsTest {

    private static final Partition SHOP = new Partition("shop", 1);
    private static final int MAX_ROWS = 4;

    private final Kernel kernel = Kernels.jdk();
    private final Suspects suspects = new Suspects(kernel, Duration.ofMinutes(1), MAX_ROWS);

    private void add(long sequence, long deliveryCount) {
        suspects.add(
                SHOP,
                new Delivery(
                        sequence,
                        deliveryCount,
                        Instant.EPOCH,
                        "events.shop.screen.view",
                        List.of(),
                        new byte[100],
                        new Receipt(sequence + "/" + deliveryCount),
                        kernel.nanoTime()));
    }

    private void add(int messages) {
        LongStream.rangeClosed(1, messages).forEach(sequence -> add(sequence, 5));
    }

    private Work.StoreRows trial() {
        return suspects.next(SHOP).orElseThrow();
    }

    private static List<Long> sequences(Work work) {
        return work.entries().stream().map(Entry::sequence).toList();
    }

    @Test
    void b4_one_message_at_a_time_is_tried_the_oldest_first() {
        add(3, 5);
        add(2, 5);

        Work.StoreRows first = trial();

        assertThat(sequences(first)).containsExactly(2L);
        assertThat(suspects.next(SHOP)).isEmpty();
        suspects.ended(first, false);
        assertThat(sequences(trial())).containsExactly(3L);
    }

    @Test
    void trials_that_work_grow_up_to_a_full_file_and_one_that_fails_makes_the_next_a_single_message() {
        add(20);

        for (int rows : List.of(1, 2, 4, 4)) {
            Work.StoreRows trial = trial();
            assertThat(trial.entries()).hasSize(rows);
            suspects.ended(trial, true);
        }
        suspects.ended(trial(), false);

        assertThat(sequences(trial())).containsExactly(16L);
    }

    @Test
    void other_work_of_the_partition_ends_no_trial() {
        add(2);
        Work.StoreRows trial = trial();
        Lease another = new Lease(kernel, Duration.ofMinutes(1), 0);

        suspects.ended(new Work.StoreRows(SHOP, trial.entries(), another, trial.cause(), trial.openedNanos()), true);

        assertThat(suspects.next(SHOP)).isEmpty();
    }

    @Test
    void b5_of_two_deliveries_of_a_message_the_later_one_is_kept() {
        add(7, 5);
        add(7, 6);

        assertThat(suspects.size()).isEqualTo(1);
        assertThat(trial().entries())
                .singleElement()
                .extracting(Entry::deliveryCount)
                .isEqualTo(6L);
        assertThat(suspects.bytes()).isZero();
    }

    @Test
    void b10_given_up_is_all_but_the_trial_and_without_its_bytes() {
        add(3);
        Work.StoreRows trial = trial();

        List<Work> burials = suspects.giveUp(SHOP, "denied");

        assertThat(burials).hasSize(2).allSatisfy(work -> {
            assertThat(work.entries())
                    .singleElement()
                    .extracting(entry -> entry.envelope().length)
                    .isEqualTo(0);
            assertThat(work.lease().live()).isTrue();
        });
        assertThat(suspects.bytes(SHOP)).isZero();
        assertThat(suspects.holds(SHOP)).isTrue();
        suspects.ended(trial, false);
        assertThat(suspects.isEmpty()).isTrue();
        assertThat(suspects.next(SHOP)).isEqualTo(Optional.empty());
    }

    @Test
    void b5_suspects_whose_lease_is_over_are_let_go_and_the_others_kept() {
        add(3);
        suspects.add(
                new Partition("other", 1),
                new Delivery(9, 5, Instant.EPOCH, "s", List.of(), new byte[1], new Receipt("r"), 0));

        int letGo = suspects.renew((_, entries) -> entries.size() == 3);

        assertThat(letGo).isEqualTo(1);
        assertThat(suspects.size()).isEqualTo(3);
        assertThat(suspects.holds(new Partition("other", 1))).isFalse();
    }
}
