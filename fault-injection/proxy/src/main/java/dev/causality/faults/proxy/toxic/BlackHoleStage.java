package dev.causality.faults.proxy.toxic;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;

/** Swallows the bytes of its direction, and the end: the end comes out when it is removed. */
final class BlackHoleStage implements Stage {
    private final Mark mark;

    BlackHoleStage(Mark mark) {
        this.mark = mark;
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        mark.hit(context.connection(), bytes.remaining() + " bytes swallowed");
        bytes.position(bytes.limit());
    }

    @Override
    public void onEnd(StageContext context) {
        mark.hit(context.connection(), "its end swallowed");
    }
}
