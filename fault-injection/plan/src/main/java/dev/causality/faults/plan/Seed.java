package dev.causality.faults.plan;

import dev.causality.kernel.Randomness;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A seed that is forked for each concern, so that a draw more in one place changes nothing in another. Immutable.
 *
 * <p>The numbers are those of SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA
 * 2014): the state goes up by the golden ratio, the output is the state mixed by David Stafford's variant 13. A fork's
 * seed is the parent's, into which each UTF-16 unit of the concern's name is added and mixed in turn, or the nth output of
 * a generator that begins at the parent's, mixed once. All of it is
 * written here and depends on no library: the same seed gives the same numbers in every JVM, for ever.
 */
public record Seed(long value) {
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    /** The seed of a concern of its own; the same name always gives the same seed. */
    public Seed fork(String concern) {
        long mixed = mix(value + GOLDEN_GAMMA);
        for (int i = 0; i < concern.length(); i++) {
            mixed = mix(mixed + GOLDEN_GAMMA + concern.charAt(i));
        }
        return new Seed(mixed);
    }

    /** The seed of the numbered one of a row of equals, such as a connection. */
    public Seed fork(long number) {
        return new Seed(mix(mix(value + GOLDEN_GAMMA) + GOLDEN_GAMMA * (number + 1)));
    }

    /** A generator that begins here. Safe for use by several threads, which then share one sequence. */
    public Randomness generator() {
        return new SplitMix64(value);
    }

    private static long mix(long state) {
        long mixed = (state ^ (state >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }

    private static final class SplitMix64 implements Randomness {
        private final AtomicLong state;

        SplitMix64(long seed) {
            state = new AtomicLong(seed);
        }

        @Override
        public long nextLong() {
            return mix(state.addAndGet(GOLDEN_GAMMA));
        }

        /** The high half of a 32 by 32 bit product; the bias is below 2^-32 times the bound. */
        @Override
        public int nextInt(int bound) {
            Check.positive(bound, "bound");
            return (int) (((nextLong() >>> 32) * bound) >>> 32);
        }

        @Override
        public double nextDouble() {
            return (nextLong() >>> 11) * DOUBLE_UNIT;
        }
    }
}
