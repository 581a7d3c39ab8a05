package dev.causality.faults.proxy.protocol;

import dev.causality.faults.proxy.engine.StageContext;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A direction that stands still: a frame that a {@link Verdict.Keeper} holds, and all that came behind it. Nothing more is
 * read from the sender meanwhile. For the connection's event loop; the release may come from any thread.
 */
public final class Held {
    private final StageContext context;
    private final byte[] frame;
    private final Queue<ByteBuffer> behind = new ArrayDeque<>();

    private Held(StageContext context, byte[] frame) {
        this.context = context;
        this.frame = frame;
    }

    /**
     * Holds a frame.
     *
     * @param released is told in the event loop whether it goes on, after which {@link #frame} and {@link #behind} are the
     *     caller's
     */
    public static Held begin(StageContext context, byte[] frame, Verdict.Keeper keeper, Consumer<Boolean> released) {
        context.holdBack(true);
        AtomicBoolean decided = new AtomicBoolean();
        keeper.holds(new Verdict.Release() {
            @Override
            public void pass() {
                decide(true);
            }

            @Override
            public void drop() {
                decide(false);
            }

            private void decide(boolean goesOn) {
                if (decided.compareAndSet(false, true)) {
                    context.inLoop(() -> {
                        context.holdBack(false);
                        released.accept(goesOn);
                    });
                }
            }
        });
        return new Held(context, frame);
    }

    /** These bytes came behind it. */
    public void add(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            behind.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        }
    }

    public byte[] frame() {
        return frame;
    }

    public Queue<ByteBuffer> behind() {
        return behind;
    }

    /** The connection goes on without the stage: everything leaves. */
    public void letGo() {
        context.holdBack(false);
        context.pass(ByteBuffer.wrap(frame));
        behind.forEach(context::pass);
    }
}
