package dev.causality.faults.proxy.protocol.redis;

import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.FrameGate;
import dev.causality.faults.proxy.protocol.GatedLane;
import java.nio.ByteBuffer;

/**
 * One direction of a Redis connection: takes the bytes apart, and lets a frame that is not complete out before its end only
 * where nobody could want to hit it. For the connection's event loop.
 */
abstract class RedisLane extends GatedLane {
    final RedisDecoder decoder;
    final RedisFaults faults;
    final RedisObserver observer;
    private final RedisObserver.Speaker speaker;

    RedisLane(RedisDecoder decoder, RedisFaults faults, RedisObserver observer, RedisObserver.Speaker speaker) {
        this.decoder = decoder;
        this.faults = faults;
        this.observer = observer;
        this.speaker = speaker;
    }

    /** Decides on the frame that has just been read; false when nothing more of the buffer is to be read now. */
    abstract boolean frame(ByteBuffer bytes, StageContext context, FrameGate out);

    @Override
    protected final void decode(ByteBuffer bytes, StageContext context, FrameGate out) {
        out.begin(bytes);
        while (true) {
            switch (decoder.step(bytes)) {
                case END -> {
                    if (!frame(bytes, context, out)) {
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
                    observer.unparsable(speaker, decoder.problem());
                    goOpaque(out);
                    return;
                }
            }
        }
    }

    /** Takes the frame that has just been read out of the gate. */
    final byte[] take(ByteBuffer bytes, FrameGate out) {
        return out.take(startOfFrame(bytes), bytes.position());
    }

    private int startOfFrame(ByteBuffer bytes) {
        return (int) Math.max(0, bytes.position() - (decoder.position() - decoder.start()));
    }
}
