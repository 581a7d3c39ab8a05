package dev.causality.faults.proxy.toxic;

import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.kernel.Randomness;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Cuts the stream at drawn offsets, and waits between two slices. What comes in smaller pieces is not joined. */
final class SlicerStage implements Stage {
    private final LinkFault.Slicer fault;
    private final Randomness random;
    private final Mark mark;
    private final HeldBytes held = new HeldBytes();
    private int sliceLeft;
    private boolean waiting;

    SlicerStage(LinkFault.Slicer fault, Seed seed, Mark mark) {
        this.fault = fault;
        this.random = seed.generator();
        this.mark = mark;
        this.sliceLeft = nextSize();
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        mark.hit(context.connection(), bytes.remaining() + " bytes in slices");
        held.add(bytes, 0, context);
        slice(context);
    }

    private void slice(StageContext context) {
        while (!waiting && !held.isEmpty()) {
            int size = (int) Math.min(sliceLeft, held.size());
            sliceLeft -= size;
            if (sliceLeft == 0) {
                sliceLeft = nextSize();
                await(context);
            }
            held.pass(size, context);
        }
    }

    /** The time between two slices begins: bytes that come within it do not make it longer. */
    private void await(StageContext context) {
        if (fault.delayMicros() > 0) {
            waiting = true;
            context.wakeAt(context.nanoTime() + TimeUnit.MICROSECONDS.toNanos(fault.delayMicros()));
        }
    }

    private int nextSize() {
        long spread = Math.min(fault.sizeVariation(), Integer.MAX_VALUE / 4);
        long average = Math.min(fault.averageSize(), Integer.MAX_VALUE / 4);
        int drawn = random.nextInt((int) (2 * spread + 1));
        return (int) Math.max(1, average - spread + drawn);
    }

    @Override
    public void onEnd(StageContext context) {
        held.end(context);
    }

    @Override
    public void onWake(StageContext context) {
        waiting = false;
        slice(context);
    }

    @Override
    public void onRemoved(StageContext context) {
        held.passAll(context);
    }
}
