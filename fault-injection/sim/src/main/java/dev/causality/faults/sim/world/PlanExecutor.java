package dev.causality.faults.sim.world;

import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.plan.Schedule;
import dev.causality.faults.plan.Schedule.When;
import dev.causality.faults.plan.Schedule.Window;
import dev.causality.faults.plan.WorldFault;
import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.jetstream.StreamServer.Stop;
import java.util.List;

/**
 * Carries a plan of faults out in a simulated world: those of links, messages, requests and servers itself, those of
 * processes through {@link Processes}. A target is a link's name or a pattern of names; a server's name stands for every
 * link to it.
 *
 * <p>Messages are not cut into bytes here: a narrow link is a slow one, and {@link #simulates} says which faults there is
 * nothing to do for.
 */
public final class PlanExecutor {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Simulation simulation;
    private final World world;
    private final Processes processes;
    private final Listener listener;
    private final List<ActiveFault> faults;
    private boolean healed;

    /** Sets the plan up; nothing begins before {@link #begin}. */
    public PlanExecutor(Simulation simulation, World world, FaultPlan plan, Processes processes, Listener listener) {
        this.simulation = simulation;
        this.world = world;
        this.processes = processes;
        this.listener = listener;
        this.faults = plan.faults().stream()
                .map(planned -> new ActiveFault(plan, planned))
                .toList();
    }

    /** Does to processes what a plan asks for. Called outside of tasks, or within a port call of the process itself. */
    public interface Processes {

        /** Nothing: somebody else takes care of them. */
        Processes NONE = new Processes() {
            @Override
            public boolean begin(PlannedFault fault, ProcessFault what) {
                return false;
            }

            @Override
            public void end(PlannedFault fault, ProcessFault what) {}
        };

        /** @return whether it had an effect */
        boolean begin(PlannedFault fault, ProcessFault what);

        /** Heals it. */
        void end(PlannedFault fault, ProcessFault what);
    }

    /** Told how the plan goes. */
    public interface Listener {

        /** Does not listen. */
        Listener NONE = new Listener() {};

        default void began(PlannedFault fault) {}

        default void ended(PlannedFault fault) {}

        /** The first sign that the fault had an effect. */
        default void observed(PlannedFault fault, String evidence) {}
    }

    /** Whether such a fault has an effect here. */
    public static boolean simulates(dev.causality.faults.plan.Fault fault) {
        return switch (fault) {
            case LinkFault link ->
                LinkTroubles.of(link).isPresent()
                        || LinkTroubles.cutAfterMillis(link).isPresent();
            case RedisFault _ -> false;
            case HttpFault _, NatsFault _, ProcessFault _, WorldFault _ -> true;
        };
    }

    /** The plan's time begins now. Windows that begin before {@code horizonMillis} are carried out. */
    public void begin(long horizonMillis) {
        world.interfere(new PlanInterference(faults, this));
        world.onLink(this::linkMade);
        for (ActiveFault fault : faults) {
            if (fault.planned().schedule().begin() instanceof When when) {
                after(when.fromMillis(), fault::watch);
            }
            for (Window window : fault.planned().schedule().windows(horizonMillis)) {
                after(window.startMillis(), () -> begin(fault));
                if (window.endMillis() != Schedule.NEVER) {
                    after(window.endMillis(), () -> end(fault));
                }
            }
        }
    }

    /** Ends all that is at work; nothing begins any more. */
    public void heal() {
        healed = true;
        faults.forEach(this::end);
    }

    /** The wire has shown what the fault waits for. */
    void triggered(ActiveFault fault, boolean atOnce) {
        Runnable start = () -> {
            begin(fault);
            if (fault.planned().schedule().end() instanceof Schedule.Lasting(long millis)) {
                after(millis, () -> end(fault));
            }
        };
        long delay = fault.planned().schedule().begin() instanceof When when ? when.delayMillis() : 0;
        if (atOnce) {
            start.run();
        } else {
            simulation.after(delay * NANOS_PER_MILLI, "fault", start);
        }
    }

    /** A sign that the fault has an effect. */
    void sign(ActiveFault fault, String evidence) {
        if (fault.firstSign()) {
            listener.observed(fault.planned(), evidence);
        }
    }

    private void after(long millis, Runnable action) {
        if (millis == 0) {
            action.run();
            return;
        }
        simulation.after(millis * NANOS_PER_MILLI, "fault", action);
    }

    private void begin(ActiveFault fault) {
        if (healed || fault.active()) {
            return;
        }
        fault.setActive(true);
        listener.began(fault.planned());
        switch (fault.planned().fault()) {
            case LinkFault link ->
                world.links().stream()
                        .filter(one -> fault.targets(one.name()))
                        .forEach(one -> beginAt(one, fault, link));
            case ProcessFault process -> {
                if (processes.begin(fault.planned(), process)) {
                    sign(fault, "it was running");
                }
            }
            case WorldFault.StreamRestart(boolean losesUnsynced) -> {
                if (world.streamServer().running()) {
                    world.stopStreams(losesUnsynced ? Stop.POWER_CUT : Stop.KILLED);
                    sign(fault, "the server was running");
                }
            }
            case WorldFault.StreamDeletion(String stream) -> {
                if (world.deleteStream(stream)) {
                    sign(fault, "it was there");
                }
            }
            case WorldFault.LatePut _, HttpFault _, NatsFault _, RedisFault _ -> {}
        }
    }

    private void beginAt(Link link, ActiveFault fault, LinkFault what) {
        if (!fault.reaches(what.reach().toxicity())) {
            return;
        }
        link.watch(fault.name(), evidence -> sign(fault, evidence));
        LinkTroubles.of(what).ifPresent(trouble -> world.begin(link, fault.name(), trouble));
        LinkTroubles.cutAfterMillis(what)
                .ifPresent(millis -> after(millis, () -> {
                    if (fault.active() && link.cutAll()) {
                        sign(fault, "a connection was cut");
                    }
                }));
    }

    private void linkMade(Link link) {
        for (ActiveFault fault : faults) {
            if (fault.active() && fault.planned().fault() instanceof LinkFault what && fault.targets(link.name())) {
                beginAt(link, fault, what);
            }
        }
    }

    /** Ends it and heals what it has broken; does nothing when it is not at work. */
    void end(ActiveFault fault) {
        if (!fault.active()) {
            return;
        }
        fault.setActive(false);
        switch (fault.planned().fault()) {
            case LinkFault what -> world.links().forEach(link -> endAt(link, fault, what));
            case ProcessFault process -> processes.end(fault.planned(), process);
            case WorldFault.StreamRestart _ -> world.startStreams();
            case WorldFault.StreamDeletion(String stream) -> world.recreateStream(stream);
            case WorldFault.LatePut _, HttpFault _, NatsFault _, RedisFault _ -> {}
        }
        listener.ended(fault.planned());
    }

    /** What never passes again on a connection is noticed at the latest when it heals. */
    private static void endAt(Link link, ActiveFault fault, LinkFault what) {
        boolean broken = what instanceof LinkFault.Timeout || what instanceof LinkFault.HalfOpen;
        if (link.end(fault.name()) && broken) {
            link.cutAll();
        }
    }
}
