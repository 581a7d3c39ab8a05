package dev.causality.faults.sim;

import dev.causality.kernel.Randomness;

/**
 * Where all randomness of a run comes from. A seed is forked by name, so that each concern draws from a stream of its own
 * and a draw more in one place changes nothing in another. Immutable.
 */
public record Seed(long value) {

    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;

    /** The seed for one concern: the same name gives the same seed. */
    public Seed fork(String concern) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < concern.length(); i++) {
            hash = (hash ^ concern.charAt(i)) * FNV_PRIME;
        }
        return new Seed(SplitMix.mix(value ^ SplitMix.mix(hash)));
    }

    /** The seed for one of many of a kind. */
    public Seed fork(long number) {
        return new Seed(SplitMix.mix(value + SplitMix.mix(number + 1)));
    }

    /** A new stream of numbers, from its beginning. For one simulation. */
    public Randomness stream() {
        return new SplitMix(value);
    }
}
