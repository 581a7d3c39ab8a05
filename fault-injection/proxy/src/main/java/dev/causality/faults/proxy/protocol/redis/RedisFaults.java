package dev.causality.faults.proxy.protocol.redis;

import dev.causality.faults.plan.Glob;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.proxy.engine.ConnectionInfo;
import dev.causality.faults.proxy.protocol.ConnectionFaults;
import dev.causality.faults.proxy.protocol.Verdict;
import dev.causality.faults.proxy.run.ActiveFault;
import dev.causality.faults.proxy.run.ActiveFaults;
import dev.causality.faults.proxy.run.Evidence;
import dev.causality.faults.proxy.run.Wire;
import org.jspecify.annotations.Nullable;

/** The faults of a plan that are in force on one Redis connection, and what the wire is shown of it. */
final class RedisFaults extends ConnectionFaults<RedisFault> {
    RedisFaults(ConnectionInfo connection, ActiveFaults faults, Wire wire, Evidence evidence) {
        super(RedisFault.class, connection, faults, wire, evidence);
    }

    /** The first fault that hits this command; each that fits counts it. */
    @Nullable
    RedisHit hits(RedisCommand command) {
        RedisHit first = null;
        for (ActiveFault<RedisFault> active : inForce()) {
            RedisFault.Match match = active.fault().match();
            boolean fits = (match.command().isEmpty() || match.command().equalsIgnoreCase(command.name()))
                    && Glob.matches(match.key(), command.key());
            if (fits && active.hits() && first == null) {
                first = new RedisHit(active.name(), active.fault());
            }
        }
        return first;
    }

    /** Tells the wire of a command or its reply; what becomes of it. */
    Verdict shows(Moment moment, RedisCommand command) {
        return show(moment, (command.name() + " " + command.key()).strip());
    }

    void applied(RedisHit hit, String what, RedisCommand command) {
        applied(hit.name(), what + " " + command.name() + " " + command.key());
    }
}
