package dev.causality.faults.proxy.toxic;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;

/** Passes bytes on at a rate: each piece when it would have been sent in full at that rate. */
final class BandwidthStage implements Stage {
    private final Pacer pacer;
    private final Mark mark;
    private final HeldBytes held = new HeldBytes();
    private int reserved;

    BandwidthStage(Pacer pacer, Mark mark) {
        this.pacer = pacer;
        this.mark = mark;
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        mark.hit(context.connection(), bytes.remaining() + " bytes held to the rate");
        held.add(bytes, 0, context);
        if (reserved == 0) {
            reserve(context);
        }
    }

    @Override
    public void onEnd(StageContext context) {
        held.end(context);
    }

    @Override
    public void onWake(StageContext context) {
        int due = reserved;
        reserved = 0;
        held.pass(due, context);
        reserve(context);
    }

    private void reserve(StageContext context) {
        if (!held.isEmpty() && !pacer.isStopped()) {
            reserved = pacer.piece(held.size());
            context.wakeAt(pacer.reserve(reserved, context.nanoTime()));
        }
    }

    @Override
    public void onRemoved(StageContext context) {
        held.passAll(context);
    }
}
