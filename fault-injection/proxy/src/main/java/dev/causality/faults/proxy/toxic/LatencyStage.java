package dev.causality.faults.proxy.toxic;

import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Passes bytes on some time after they came. None overtakes another, whatever the jitter says. */
final class LatencyStage implements Stage {
    private final LinkFault.Latency fault;
    private final Seed seed;
    private final Mark mark;
    private final HeldBytes held = new HeldBytes();
    private long offset;
    private long lastDueNanos = Long.MIN_VALUE;

    LatencyStage(LinkFault.Latency fault, Seed seed, Mark mark) {
        this.fault = fault;
        this.seed = seed;
        this.mark = mark;
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        long delayMillis = delayMillis();
        mark.hit(context.connection(), bytes.remaining() + " bytes " + delayMillis + " ms late");
        offset += bytes.remaining();
        long due = context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
        if (lastDueNanos != Long.MIN_VALUE && due - lastDueNanos < 0) {
            due = lastDueNanos;
        }
        lastDueNanos = due;
        boolean idle = held.isEmpty();
        held.add(bytes, due, context);
        if (idle) {
            context.wakeAt(due);
        }
    }

    /** The jitter of a piece depends on where in the stream it begins. */
    private long delayMillis() {
        long jitter = fault.jitterMillis();
        if (jitter == 0) {
            return fault.latencyMillis();
        }
        double drawn = seed.fork(offset).generator().nextDouble();
        return Math.max(0, fault.latencyMillis() - jitter + (long) (drawn * (2 * jitter + 1)));
    }

    @Override
    public void onEnd(StageContext context) {
        held.end(context);
    }

    @Override
    public void onWake(StageContext context) {
        held.passDue(context.nanoTime(), context);
        if (!held.isEmpty()) {
            context.wakeAt(held.nextDueNanos());
        }
    }

    @Override
    public void onRemoved(StageContext context) {
        held.passAll(context);
    }
}
