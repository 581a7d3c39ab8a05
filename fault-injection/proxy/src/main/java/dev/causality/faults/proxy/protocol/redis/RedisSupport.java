package dev.causality.faults.proxy.protocol.redis;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.proxy.ProtocolSupport;
import dev.causality.faults.proxy.engine.StageFactory;
import dev.causality.faults.proxy.engine.StagePair;
import dev.causality.faults.proxy.protocol.ProtocolStages;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;
import java.util.function.Function;

/** Redis: its faults, and taps where they are wanted. Thread-safe. */
public final class RedisSupport implements ProtocolSupport {
    private static final String NAME = "redis";

    private final Function<String, RedisObserver> observers;

    /** @param observers makes one for each connection, given the proxy's name */
    public RedisSupport(Function<String, RedisObserver> observers) {
        this.observers = observers;
    }

    @Override
    public String protocol() {
        return NAME;
    }

    @Override
    public boolean applies(Fault fault) {
        return fault instanceof RedisFault;
    }

    @Override
    public StageFactory stages(String proxy, ActiveFaults faults, Wire wire, Evidence evidence) {
        return new ProtocolStages(NAME, connection -> {
            RedisObserver observer = observers.apply(proxy);
            RedisFaults decides = new RedisFaults(connection, faults, wire, evidence);
            decides.opened();
            OpenCommands commands = new OpenCommands();
            return new StagePair(
                    new CommandLane(commands, decides, observer), new ReplyLane(commands, decides, observer));
        });
    }
}
