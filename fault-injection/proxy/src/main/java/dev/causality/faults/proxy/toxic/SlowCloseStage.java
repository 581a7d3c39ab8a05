package dev.causality.faults.proxy.toxic;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Passes the end of the stream on late. */
final class SlowCloseStage implements Stage {
    private final long delayMillis;
    private final Mark mark;

    SlowCloseStage(long delayMillis, Mark mark) {
        this.delayMillis = delayMillis;
        this.mark = mark;
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        context.pass(bytes);
    }

    @Override
    public void onEnd(StageContext context) {
        mark.hit(context.connection(), "its end " + delayMillis + " ms late");
        context.wakeAt(context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis));
    }

    @Override
    public void onWake(StageContext context) {
        context.passEnd();
    }
}
