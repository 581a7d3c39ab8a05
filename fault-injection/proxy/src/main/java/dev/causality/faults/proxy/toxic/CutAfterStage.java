package dev.causality.faults.proxy.toxic;

import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Cuts the connection after a time, whatever it is doing. */
final class CutAfterStage implements Stage {
    private final LinkFault.CutAfter fault;
    private final Mark mark;

    CutAfterStage(LinkFault.CutAfter fault, Mark mark) {
        this.fault = fault;
        this.mark = mark;
    }

    @Override
    public void onStart(StageContext context) {
        context.wakeAt(context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(fault.afterMillis()));
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        context.pass(bytes);
    }

    @Override
    public void onWake(StageContext context) {
        mark.hit(context.connection(), "cut after " + fault.afterMillis() + " ms");
        if (fault.reset()) {
            context.reset();
        } else {
            context.close();
        }
    }
}
