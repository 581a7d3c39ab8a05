package dev.causality.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.api.Test;

/** Against the decoder of parquet-java. */
class RunsTest {

    @Test
    void values_of_every_width_are_read_back() throws IOException {
        for (int bitWidth = 1; bitWidth <= 31; bitWidth++) {
            for (int seed = 0; seed < 50; seed++) {
                Random random = new Random(seed);
                int[] values = runsAndNoise(random, bitWidth, random.nextInt(200));
                Bytes encoded = new Bytes();
                Runs.write(values, values.length, bitWidth, encoded);

                assertThat(decoded(encoded, bitWidth, values.length))
                        .as("width %d, seed %d", bitWidth, seed)
                        .isEqualTo(values);
            }
        }
    }

    @Test
    void a_long_run_takes_a_few_bytes() throws IOException {
        int[] values = new int[20_000];
        Arrays.fill(values, 300);
        Bytes encoded = new Bytes();

        Runs.write(values, values.length, 9, encoded);

        assertThat(encoded.size()).isEqualTo(5);
        assertThat(decoded(encoded, 9, values.length)).isEqualTo(values);
    }

    @Test
    void a_repeated_value_of_no_bits_is_a_count_alone() {
        Bytes encoded = new Bytes();

        Runs.repeat(0, 1000, 0, encoded);

        assertThat(Arrays.copyOf(encoded.array(), encoded.size())).containsExactly(0xD0, 0x0F);
    }

    private static int[] runsAndNoise(Random random, int bitWidth, int count) {
        int bound = bitWidth == 31 ? Integer.MAX_VALUE : 1 << bitWidth;
        int[] values = new int[count];
        for (int at = 0; at < count; ) {
            int end = Math.min(count, at + 1 + random.nextInt(30));
            boolean run = random.nextBoolean();
            int value = random.nextInt(bound);
            for (; at < end; at++) {
                values[at] = run ? value : random.nextInt(bound);
            }
        }
        return values;
    }

    private static int[] decoded(Bytes encoded, int bitWidth, int count) throws IOException {
        RunLengthBitPackingHybridDecoder decoder = new RunLengthBitPackingHybridDecoder(
                bitWidth, new ByteArrayInputStream(encoded.array(), 0, encoded.size()));
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = decoder.readInt();
        }
        return values;
    }
}
