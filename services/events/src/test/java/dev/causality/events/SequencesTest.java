package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SequencesTest {

    @Test
    void whatever_is_encoded_is_decoded() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            long start = 1L + random.nextInt(1000);
            long[] sequences = new long[random.nextInt(50)];
            for (int i = 0; i < sequences.length; i++) {
                sequences[i] = start;
                start += random.nextBoolean() ? 1 : 1L + random.nextInt(100_000);
            }
            assertThat(Sequences.decode(Sequences.encode(sequences))).isEqualTo(sequences);
        }
    }

    @Test
    void consecutive_sequences_take_a_few_bytes_and_interleaved_ones_a_byte_each() {
        long[] consecutive = LongStream.rangeClosed(1_000_000, 1_010_000).toArray();
        long[] interleaved =
                LongStream.range(0, 10_000).map(i -> 1_000_000 + 50 * i).toArray();

        assertThat(Sequences.encode(consecutive).size()).isLessThan(10);
        assertThat(Sequences.encode(interleaved).size()).isLessThan(10_010);
    }

    @Test
    void sequences_that_do_not_ascend_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sequences.encode(new long[] {5, 5}));
        assertThatIllegalArgumentException().isThrownBy(() -> Sequences.encode(new long[] {0}));
    }

    @Test
    void damaged_bytes_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequences.decode(ByteString.copyFrom(new byte[] {(byte) 0x80})));
        assertThatIllegalArgumentException().isThrownBy(() -> Sequences.decode(ByteString.copyFrom(new byte[] {0, 0})));
    }
}
