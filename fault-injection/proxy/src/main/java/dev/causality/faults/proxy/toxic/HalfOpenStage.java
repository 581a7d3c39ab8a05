package dev.causality.faults.proxy.toxic;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;

/** Cuts the receiver off at once and leaves the sender in the dark. */
final class HalfOpenStage implements Stage {
    private final Mark mark;

    HalfOpenStage(Mark mark) {
        this.mark = mark;
    }

    @Override
    public void onStart(StageContext context) {
        mark.hit(context.connection(), "its receiver cut off");
        context.cutReceiver(false);
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        bytes.position(bytes.limit());
    }
}
