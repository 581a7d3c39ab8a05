package dev.causality.faults.sim.world;

import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.Glob;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.Occurrence;
import dev.causality.faults.plan.Occurrences;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.Schedule;
import dev.causality.faults.plan.Schedule.UntilWire;
import dev.causality.faults.plan.Schedule.When;
import dev.causality.faults.plan.WireWatch;
import dev.causality.faults.plan.WorldFault;
import dev.causality.kernel.Randomness;
import org.jspecify.annotations.Nullable;

/** A fault of the plan and how far it is: not begun, at work, or over. */
final class ActiveFault {

    private final PlannedFault planned;
    private final Occurrences occurrences;
    private final Randomness random;
    private final @Nullable WireWatch begins;
    private final @Nullable WireWatch ends;
    private boolean watching;
    private boolean active;
    private boolean begun;
    private boolean observed;

    ActiveFault(FaultPlan plan, PlannedFault planned) {
        this.planned = planned;
        this.random = plan.seedOf(planned).generator();
        this.occurrences = new Occurrences(
                which(planned), plan.seedOf(planned).fork("occurrences").generator());
        Schedule schedule = planned.schedule();
        this.begins = schedule.begin() instanceof When when ? new WireWatch(when.point()) : null;
        this.ends = schedule.end() instanceof UntilWire until ? new WireWatch(until.point()) : null;
    }

    private static Occurrence which(PlannedFault planned) {
        return switch (planned.fault()) {
            case HttpFault http -> http.match().which();
            case NatsFault nats -> nats.which();
            case WorldFault.LatePut late -> late.which();
            default -> Occurrence.ALL;
        };
    }

    PlannedFault planned() {
        return planned;
    }

    String name() {
        return planned.name();
    }

    boolean active() {
        return active;
    }

    void setActive(boolean now) {
        active = now;
        begun |= now;
    }

    /** From now on it begins where the wire shows what it waits for. */
    void watch() {
        watching = true;
    }

    /** Whether this link is meant: by its name, by a pattern, or by that of its server. */
    boolean targets(String link) {
        return Glob.matches(planned.target(), link) || link.endsWith("-" + planned.target());
    }

    /** Another message that it is about: whether that one is hit. */
    boolean hits() {
        return occurrences.next();
    }

    /** Draws whether one connection is among this share. */
    boolean reaches(double share) {
        return share >= 1 || random.nextDouble() < share;
    }

    @Nullable
    WireWatch begins() {
        return begun || !watching ? null : begins;
    }

    @Nullable
    WireWatch ends() {
        return active ? ends : null;
    }

    /** Whether this is the first sign of an effect. */
    boolean firstSign() {
        boolean first = !observed;
        observed = true;
        return first;
    }
}
