package dev.causality.faults.proxy.protocol.redis;

import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.engine.StagePair;
import dev.causality.faults.proxy.protocol.TappedProtocol;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;
import java.util.function.Function;

/** Redis: its faults, and taps where they are wanted. Thread-safe. */
public final class RedisSupport extends TappedProtocol<RedisObserver> {

    /** @param observers makes one for each connection, given the proxy's name */
    public RedisSupport(Function<String, RedisObserver> observers) {
        super("redis", RedisFault.class, observers);
    }

    @Override
    protected StagePair open(
            RedisObserver observer, ConnectionInfo connection, ActiveFaults faults, Wire wire, Evidence evidence) {
        RedisFaults decides = new RedisFaults(connection, faults, wire, evidence);
        decides.opened();
        OpenCommands commands = new OpenCommands();
        return new StagePair(new CommandLane(commands, decides, observer), new ReplyLane(commands, decides, observer));
    }
}
