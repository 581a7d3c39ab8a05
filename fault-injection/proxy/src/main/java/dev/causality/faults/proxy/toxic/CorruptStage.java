package dev.causality.faults.proxy.toxic;

import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.kernel.Randomness;
import java.nio.ByteBuffer;

/**
 * Changes single bytes, each with the same probability. Not every byte is drawn for: the distance to the next one that is
 * changed is, from the geometric distribution.
 */
final class CorruptStage implements Stage {
    private static final int OTHER_BYTES = 255;

    private final long oneIn;
    private final Randomness random;
    private final Mark mark;
    private long untilNext;

    CorruptStage(long oneIn, Seed seed, Mark mark) {
        this.oneIn = oneIn;
        this.random = seed.generator();
        this.mark = mark;
        this.untilNext = gap();
    }

    private long gap() {
        if (oneIn == 1) {
            return 0;
        }
        return (long) (Math.log(1 - random.nextDouble()) / Math.log1p(-1.0 / oneIn));
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        int length = bytes.remaining();
        if (untilNext >= length) {
            untilNext -= length;
            context.pass(bytes);
            return;
        }
        ByteBuffer changed = ByteBuffer.allocate(length).put(bytes).flip();
        while (untilNext < length) {
            int at = (int) untilNext;
            changed.put(at, (byte) (changed.get(at) ^ (1 + random.nextInt(OTHER_BYTES))));
            mark.hit(context.connection(), "a byte changed");
            untilNext += 1 + gap();
        }
        untilNext -= length;
        context.pass(changed);
    }
}
