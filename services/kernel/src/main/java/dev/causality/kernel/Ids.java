package dev.causality.kernel;

import java.util.UUID;

/**
 * Makes identifiers: UUIDs of version 7 (RFC 9562, section 5.7), which carry the wall clock's millisecond in front and 74
 * random bits behind, so that they sort by time roughly and collide never, in practice. Within one millisecond they are
 * in no particular order, and a wall clock that jumps back makes smaller ones: nothing may rely on their order.
 *
 * <p>Safe for use by several tasks, which do not wait for each other.
 */
public final class Ids {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;
    private static final long RANDOM_A_MASK = 0x0FFFL;
    private static final long RANDOM_B_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final int TIME_SHIFT = 16;

    private final Kernel kernel;
    private final Randomness random;

    public Ids(Kernel kernel) {
        this.kernel = kernel;
        this.random = kernel.random("ids");
    }

    /** A new identifier in its usual form: 36 characters, lower case. */
    public String next() {
        return nextUuid().toString();
    }

    /** A new identifier. */
    public UUID nextUuid() {
        long time = kernel.now().toEpochMilli() << TIME_SHIFT;
        long randomA = random.nextLong() & RANDOM_A_MASK;
        long randomB = random.nextLong() & RANDOM_B_MASK;
        return new UUID(time | VERSION_7 | randomA, VARIANT_RFC | randomB);
    }
}
