package dev.causality.faults.proxy.protocol.redis;

import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.FrameGate;
import dev.causality.faults.proxy.protocol.GatedLane;
import dev.causality.faults.proxy.protocol.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a Redis client sends. For the connection's event loop. */
final class CommandLane extends GatedLane {
    /** What they are given is told to nobody. */
    private static final Set<String> WITH_SECRETS = Set.of("AUTH", "HELLO");

    private final RedisDecoder decoder = RedisDecoder.ofCommands();
    private final OpenCommands commands;
    private final RedisFaults faults;
    private final RedisObserver observer;
    private boolean closed;

    CommandLane(OpenCommands commands, RedisFaults faults, RedisObserver observer) {
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
                    if (!command(bytes, context, out)) {
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
                    observer.unparsable(RedisObserver.Speaker.CLIENT, decoder.problem());
                    goOpaque(out);
                    return;
                }
            }
        }
    }

    private int startOfFrame(ByteBuffer bytes) {
        return (int) Math.max(0, bytes.position() - (decoder.position() - decoder.start()));
    }

    /** Decides on a command; false when nothing more of the buffer is to be read now. */
    private boolean command(ByteBuffer bytes, StageContext context, FrameGate out) {
        if (decoder.name().isEmpty()) {
            return true; // Servers pass over an empty command, and reply nothing.
        }
        boolean secret = WITH_SECRETS.contains(decoder.name());
        RedisCommand command = commands.next(decoder.name(), secret ? "" : decoder.key());
        if (out.committed() || !faults.active()) {
            passes(command, null);
            return true;
        }
        RedisHit hit = faults.hits(command);
        RedisFault fault = hit == null ? null : hit.fault();
        if (hit != null && fault instanceof RedisFault.Answer(var _, String error) && commands.isEmpty()) {
            out.take(startOfFrame(bytes), bytes.position());
            faults.applied(hit, "answered", command);
            context.answer(ByteBuffer.wrap(("-" + error + "\r\n").getBytes(StandardCharsets.UTF_8)));
            return true;
        }
        if (hit != null && fault instanceof RedisFault.Drop(var _, boolean reset)) {
            out.take(startOfFrame(bytes), bytes.position());
            faults.applied(hit, "dropped", command);
            cut(context, out, reset);
            return false;
        }
        if (hit != null && fault instanceof RedisFault.Delay(var _, long millis)) {
            byte[] frame = out.take(startOfFrame(bytes), bytes.position());
            faults.applied(hit, "held up for " + millis + " ms", command);
            passes(command, null);
            stall(context, out, bytes, frame, millis);
            return false;
        }
        if (faults.shows(Moment.REDIS_COMMAND, command) instanceof Verdict.Hold(Verdict.Keeper keeper)) {
            byte[] frame = out.take(startOfFrame(bytes), bytes.position());
            hold(context, out, bytes, frame, keeper, () -> passes(command, hit));
            return false;
        }
        passes(command, hit);
        return true;
    }

    private void passes(RedisCommand command, @Nullable RedisHit hit) {
        commands.add(command, hit);
        observer.command(command);
    }

    @Override
    protected void gone() {
        if (!closed) {
            closed = true;
            observer.closed();
            faults.closed();
        }
    }
}
