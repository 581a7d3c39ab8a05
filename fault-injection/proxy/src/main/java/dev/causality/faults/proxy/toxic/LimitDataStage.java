package dev.causality.faults.proxy.toxic;

import dev.causality.faults.proxy.engine.Stage;
import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;

/** Passes so many bytes, then closes the connection. */
final class LimitDataStage implements Stage {
    private final long limit;
    private final Mark mark;
    private long passed;

    /** @param passed what has passed before, when the limit is changed on a connection that lives */
    LimitDataStage(long limit, long passed, Mark mark) {
        this.limit = limit;
        this.passed = passed;
        this.mark = mark;
    }

    long passed() {
        return passed;
    }

    @Override
    public void onBytes(ByteBuffer bytes, StageContext context) {
        int count = (int) Math.max(0, Math.min(bytes.remaining(), limit - passed));
        passed += count;
        context.pass(bytes.slice(bytes.position(), count));
        bytes.position(bytes.limit());
        if (passed >= limit) {
            mark.hit(context.connection(), "closed after " + passed + " bytes");
            context.close();
        }
    }
}
