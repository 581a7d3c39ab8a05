package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequencesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatever_is_encoded_is_decoded(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            long[] sequences = ascending(random);
            assertThat(Sequences.decode(Sequences.encode(sequences))).isEqualTo(sequences);
        }
    }

    @Test
    void the_lowest_and_highest_sequences_there_are_can_be_encoded() {
        long[] sequences = {
            1, 2, Long.MAX_VALUE - 4, Long.MAX_VALUE - 3, Long.MAX_VALUE - 2, Long.MAX_VALUE - 1, Long.MAX_VALUE
        };

        assertThat(Sequences.decode(Sequences.encode(sequences))).isEqualTo(sequences);
    }

    @Test
    void consecutive_sequences_take_a_few_bytes_and_interleaved_ones_about_a_byte_each() {
        Random random = new Random(4);
        long[] consecutive = LongStream.rangeClosed(1_000_000, 1_010_000).toArray();
        long[] everyFiftieth =
                LongStream.range(0, 10_000).map(i -> 1_000_000 + 50 * i).toArray();
        long[] oneInFifty = LongStream.range(1_000_000, 1_500_000)
                .filter(_ -> random.nextInt(50) == 0)
                .toArray();

        assertThat(Sequences.encode(consecutive).size()).isLessThan(10);
        assertThat(Sequences.encode(everyFiftieth).size()).isLessThan(10_010);
        assertThat(Sequences.encode(oneInFifty).size()).isLessThan(oneInFifty.length * 115 / 100);
    }

    @Test
    void sequences_that_do_not_ascend_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sequences.encode(new long[] {5, 5}));
        assertThatIllegalArgumentException().isThrownBy(() -> Sequences.encode(new long[] {5, 4}));
        assertThatIllegalArgumentException().isThrownBy(() -> Sequences.encode(new long[] {0}));
        assertThatIllegalArgumentException().isThrownBy(() -> Sequences.encode(new long[] {-1}));
    }

    @Test
    void damaged_bytes_are_refused() {
        assertRefused(0x80);
        assertRefused(0);
        assertRefused(0, 0);
        assertRefused(0, 5);
        assertRefused(7, 0);
        assertRefused(7, 0, 0);
        assertRefused(7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f);
        assertRefused(7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
        assertRefused(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 1);
    }

    @Test
    void b10_a_run_that_claims_more_than_any_batch_holds_is_not_expanded() {
        assertRefused(1, 0, 0xff, 0xff, 0xff, 0xff, 0x03);
        assertRefused(1, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f);
        assertThatIllegalArgumentException().isThrownBy(() -> Sequences.encode(new long[Sequences.MAX_COUNT + 1]));
    }

    @Test
    void random_bytes_are_refused_or_are_an_ascending_set() {
        Random random = new Random(5);
        int sets = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(5)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.nextInt(random.nextBoolean() ? 4 : 256);
            }
            sets += isAscendingSetOrRefused(bytes) ? 1 : 0;
        }
        assertThat(sets).isBetween(2_000, 18_000);
    }

    private static boolean isAscendingSetOrRefused(byte[] bytes) {
        long[] sequences;
        try {
            sequences = Sequences.decode(ByteString.copyFrom(bytes));
        } catch (IllegalArgumentException e) {
            return false;
        }
        assertThat(Sequences.decode(Sequences.encode(sequences))).isEqualTo(sequences);
        return true;
    }

    private static void assertRefused(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Sequences.decode(ByteString.copyFrom(bytes)));
    }

    private static long[] ascending(Random random) {
        long[] sequences = new long[random.nextInt(60)];
        int spread = 1 << random.nextInt(20);
        long last = random.nextInt(4) == 0 ? 1L << random.nextInt(40) : 0;
        for (int i = 0; i < sequences.length; i++) {
            last += random.nextInt(3) == 0 ? 1 + random.nextInt(spread) : 1;
            sequences[i] = last;
        }
        return sequences;
    }
}
