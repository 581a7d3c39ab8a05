package dev.causality.faults.proxy.protocol.redis;

import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.FrameGate;
import dev.causality.faults.proxy.protocol.Verdict;
import java.nio.ByteBuffer;

/** What a Redis server sends. For the connection's event loop. */
final class ReplyLane extends RedisLane {
    private final OpenCommands commands;

    ReplyLane(OpenCommands commands, RedisFaults faults, RedisObserver observer) {
        super(RedisDecoder.ofReplies(), faults, observer, RedisObserver.Speaker.SERVER);
        this.commands = commands;
    }

    @Override
    boolean frame(ByteBuffer bytes, StageContext context, FrameGate out) {
        OpenCommands.Open open = decoder.isPush() ? null : commands.take();
        if (open == null) {
            return true;
        }
        observer.replied(open.command(), decoder.isError() ? decoder.text() : "");
        RedisHit hit = open.hit();
        if (hit != null && hit.fault() instanceof RedisFault.LoseReply(var _, boolean reset) && !out.committed()) {
            take(bytes, out);
            faults.applied(hit, "lost the reply to", open.command());
            cut(context, out, reset);
            return false;
        }
        if (!out.committed()
                && faults.active()
                && faults.shows(Moment.REDIS_REPLY, open.command()) instanceof Verdict.Hold(Verdict.Keeper keeper)) {
            byte[] frame = take(bytes, out);
            hold(context, out, bytes, frame, keeper, () -> {});
            return false;
        }
        return true;
    }
}
