package dev.causality.faults.proxy.toxic;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Passes nothing, and closes the connection a while after it was put there, or after the last bytes came, as Toxiproxy does
 * it; or when it is removed. A change only begins the time anew.
 */
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
        beginTime(context);
    }

    private void beginTime(StageContext context) {
        if (timeoutMillis > 0) {
            context.wakeAt(context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
        }
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        mark.hit(context.connection(), bytes.remaining() + " bytes dropped");
        bytes.position(bytes.limit());
        beginTime(context);
    }

    @Override
    public void onWake(StageContext context) {
        mark.hit(context.connection(), "closed after " + timeoutMillis + " ms");
        context.close();
    }

    @Override
    public void onReplaced(StageContext context) {}

    @Override
    public void onRemoved(StageContext context) {
        context.close();
    }
}
