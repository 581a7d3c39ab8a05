package dev.causality.faults.proxy.run;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.Occurrence;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.plan.Seed;
import java.util.ArrayList;
import java.util.List;

/**
 * The protocol faults that are in force on one proxy at the moment, in the order in which they are asked. A stage reads it
 * afresh for each request or message, so that faults come and go without disturbing a decoder. Thread-safe.
 */
public final class ActiveFaults {
    private volatile List<ActiveFault<?>> all = List.of();

    /** Those of a family, such as {@code HttpFault.class}. */
    public <F extends Fault> List<ActiveFault<F>> of(Class<F> family) {
        List<ActiveFault<?>> now = all;
        if (now.isEmpty()) {
            return List.of();
        }
        List<ActiveFault<F>> found = new ArrayList<>();
        for (ActiveFault<?> each : now) {
            if (family.isInstance(each.fault())) {
                @SuppressWarnings("unchecked") // The fault is of the family: so is its holder.
                ActiveFault<F> fitting = (ActiveFault<F>) each;
                found.add(fitting);
            }
        }
        return found;
    }

    /** Puts a fault in force; one of the same name is replaced and begins to count anew. */
    public synchronized void add(String name, Fault fault, Seed seed) {
        List<ActiveFault<?>> now = new ArrayList<>(without(name));
        now.add(new ActiveFault<>(name, fault, occurrence(fault), seed));
        all = List.copyOf(now);
    }

    /** Ends a fault. */
    public synchronized void remove(String name) {
        all = without(name);
    }

    private List<ActiveFault<?>> without(String name) {
        return all.stream().filter(each -> !each.name().equals(name)).toList();
    }

    private static Occurrence occurrence(Fault fault) {
        return switch (fault) {
            case HttpFault http -> http.match().which();
            case NatsFault nats -> nats.which();
            case RedisFault redis -> redis.match().which();
            default -> Occurrence.ALL;
        };
    }
}
