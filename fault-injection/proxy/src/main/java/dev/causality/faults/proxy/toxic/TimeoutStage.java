package dev.causality.faults.proxy.toxic;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Passes nothing, and closes the connection after a while, or when it is removed. */
final class TimeoutStage implements Stage {
    private final long timeoutMillis;
    private final Mark mark;

    /** @param timeoutMillis 0 for never */
    TimeoutStage(long timeoutMillis, Mark mark) {
        this.timeoutMillis = timeoutMillis;
        this.mark = mark;
    }

    @Override
    public void onStart(StageContext context) {
        if (timeoutMillis > 0) {
            context.wakeAt(context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
        }
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        mark.hit(context.connection(), bytes.remaining() + " bytes dropped");
        bytes.position(bytes.limit());
    }

    @Override
    public void onWake(StageContext context) {
        mark.hit(context.connection(), "closed after " + timeoutMillis + " ms");
        context.close();
    }

    @Override
    public void onRemoved(StageContext context) {
        context.close();
    }
}
