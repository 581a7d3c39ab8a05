package dev.causality.faults.proxy.protocol.redis;

import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.FrameGate;
import dev.causality.faults.proxy.protocol.GatedLane;
import dev.causality.faults.proxy.protocol.Verdict;
import java.nio.ByteBuffer;

/** What a Redis server sends. For the connection's event loop. */
final class ReplyLane extends GatedLane {
    private final RedisDecoder decoder = RedisDecoder.ofReplies();
    private final OpenCommands commands;
    private final RedisFaults faults;
    private final RedisObserver observer;

    ReplyLane(OpenCommands commands, RedisFaults faults, RedisObserver observer) {
        this.commands = commands;
        this.faults = faults;
        this.observer = observer;
    }

    @Override
    protected void decode(ByteBuffer bytes, StageContext context, FrameGate out) {
        out.begin(bytes);
        while (true) {
            switch (decoder.step(bytes)) {
                case END -> {
                    if (!reply(bytes, context, out)) {
                        return;
                    }
                    out.frameEnded();
                }
                case MORE -> {
                    boolean between = decoder.betweenFrames();
                    if (between || out.committed() || !faults.active()) {
                        out.finish(!between);
                    } else {
                        out.suspend(startOfFrame(bytes));
                    }
                    return;
                }
                default -> {
                    observer.unparsable(RedisObserver.Speaker.SERVER, decoder.problem());
                    goOpaque(out);
                    return;
                }
            }
        }
    }

    private int startOfFrame(ByteBuffer bytes) {
        return (int) Math.max(0, bytes.position() - (decoder.position() - decoder.start()));
    }

    private boolean reply(ByteBuffer bytes, StageContext context, FrameGate out) {
        OpenCommands.Open open = decoder.isPush() ? null : commands.take();
        if (open == null) {
            return true;
        }
        observer.replied(open.command(), decoder.isError() ? decoder.text() : "");
        RedisHit hit = open.hit();
        if (hit != null && hit.fault() instanceof RedisFault.LoseReply(var _, boolean reset) && !out.committed()) {
            out.take(startOfFrame(bytes), bytes.position());
            faults.applied(hit, "lost the reply to", open.command());
            cut(context, out, reset);
            return false;
        }
        if (!out.committed()
                && faults.active()
                && faults.shows(Moment.REDIS_REPLY, open.command()) instanceof Verdict.Hold(Verdict.Keeper keeper)) {
            byte[] frame = out.take(startOfFrame(bytes), bytes.position());
            hold(context, out, bytes, frame, keeper, () -> {});
            return false;
        }
        return true;
    }
}
