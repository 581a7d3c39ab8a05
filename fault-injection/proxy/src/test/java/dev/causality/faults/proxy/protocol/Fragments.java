package dev.causality.faults.proxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Feeds bytes to a decoder in every way that a network might cut them, and requires that it tells the same each time. */
public final class Fragments {
    private static final int RANDOM_CUTS = 200;
    private static final int ALL_PAIRS_UP_TO = 4096;

    private Fragments() {}

    /** Reads all of a piece, and notes what there was to tell. */
    public interface Reader {
        void read(ByteBuffer piece);
    }

    /** What is told when the bytes come in one piece, having made sure that it is told however they come. */
    public static List<String> told(byte[] bytes, Function<List<String>, Reader> decoder) {
        List<String> whole = read(bytes, new int[] {bytes.length}, decoder);
        int[] single = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            single[i] = i + 1;
        }
        assertThat(read(bytes, single, decoder)).as("byte by byte").isEqualTo(whole);
        for (int cut = 1; cut < Math.min(bytes.length, ALL_PAIRS_UP_TO); cut++) {
            assertThat(read(bytes, new int[] {cut, bytes.length}, decoder))
                    .as("cut at " + cut)
                    .isEqualTo(whole);
        }
        for (int seed = 0; seed < RANDOM_CUTS; seed++) {
            assertThat(read(bytes, cuts(seed, bytes.length), decoder))
                    .as("cuts of seed " + seed)
                    .isEqualTo(whole);
        }
        return whole;
    }

    private static int[] cuts(int seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        int most = 1 + random.nextInt(1 + length / (1 + random.nextInt(20)));
        List<Integer> ends = new ArrayList<>();
        for (int end = 0; end < length; ) {
            end = Math.min(length, end + 1 + random.nextInt(most));
            ends.add(end);
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Each piece in a buffer of its own, in the middle of other bytes, half of them outside the heap. */
    private static List<String> read(byte[] bytes, int[] ends, Function<List<String>, Reader> decoder) {
        List<String> told = new ArrayList<>();
        Reader reader = decoder.apply(told);
        int from = 0;
        for (int end : ends) {
            int length = end - from;
            ByteBuffer buffer =
                    end % 2 == 0 ? ByteBuffer.allocate(length + 20) : ByteBuffer.allocateDirect(length + 20);
            buffer.position(7).put(bytes, from, length);
            reader.read(buffer.flip().position(7));
            from = end;
        }
        return told;
    }
}
