package dev.causality.faults.proxy.toxic;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Passes nothing, and resets the connection some time after the first bytes, or the end, came. */
final class ResetPeerStage implements Stage {
    private final long timeoutMillis;
    private final Mark mark;
    private boolean begun;

    ResetPeerStage(long timeoutMillis, Mark mark) {
        this.timeoutMillis = timeoutMillis;
        this.mark = mark;
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        bytes.position(bytes.limit());
        begin(context);
    }

    @Override
    public void onEnd(StageContext context) {
        begin(context);
    }

    private void begin(StageContext context) {
        if (!begun) {
            begun = true;
            if (timeoutMillis == 0) {
                onWake(context);
            } else {
                context.wakeAt(context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
            }
        }
    }

    @Override
    public void onWake(StageContext context) {
        mark.hit(context.connection(), "reset");
        context.reset();
    }
}
