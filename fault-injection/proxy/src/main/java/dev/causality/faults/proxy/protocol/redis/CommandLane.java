package dev.causality.faults.proxy.protocol.redis;

import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.proxy.engine.StageContext;
import dev.causality.faults.proxy.protocol.FrameGate;
import dev.causality.faults.proxy.protocol.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a Redis client sends. For the connection's event loop. */
final class CommandLane extends RedisLane {
    /** What they are given is told to nobody. */
    private static final Set<String> WITH_SECRETS = Set.of("AUTH", "HELLO");

    private final OpenCommands commands;
    private boolean closed;

    CommandLane(OpenCommands commands, RedisFaults faults, RedisObserver observer) {
        super(RedisDecoder.ofCommands(), faults, observer, RedisObserver.Speaker.CLIENT);
        this.commands = commands;
    }

    @Override
    boolean frame(ByteBuffer bytes, StageContext context, FrameGate out) {
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
            take(bytes, out);
            faults.applied(hit, "answered", command);
            context.answer(ByteBuffer.wrap(("-" + error + "\r\n").getBytes(StandardCharsets.UTF_8)));
            return true;
        }
        if (hit != null && fault instanceof RedisFault.Drop(var _, boolean reset)) {
            take(bytes, out);
            faults.applied(hit, "dropped", command);
            cut(context, out, reset);
            return false;
        }
        if (hit != null && fault instanceof RedisFault.Delay(var _, long millis)) {
            byte[] frame = take(bytes, out);
            faults.applied(hit, "held up for " + millis + " ms", command);
            passes(command, null);
            stall(context, out, bytes, frame, millis);
            return false;
        }
        if (faults.shows(Moment.REDIS_COMMAND, command) instanceof Verdict.Hold(Verdict.Keeper keeper)) {
            byte[] frame = take(bytes, out);
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
