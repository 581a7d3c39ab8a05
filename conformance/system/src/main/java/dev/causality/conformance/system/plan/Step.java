package dev.causality.conformance.system.plan;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.PlanPrinter;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.plan.Schedule;
import dev.causality.faults.plan.WorldFault;
import java.time.Duration;
import java.util.Locale;

/** Something that a run does to itself, and when, from the beginning of the workload. */
public sealed interface Step {

    /** Its name in the history. */
    String name();

    /** What kind it is, in the history's terms. */
    String kind();

    /** What it hits. */
    String target();

    /** What happens then, in words. */
    String describe();

    Duration start();

    /** For how long; zero for a moment. */
    Duration duration();

    /**
     * A fault, in the words of fault plans. Its schedule begins at a time, or where the wire shows something after a time,
     * and lasts; what it ended is then started again.
     *
     * @param alone it waits until nothing else has been broken for a while, so that what follows can be laid at its door
     */
    record Break(PlannedFault fault, boolean alone) implements Step {
        public Break {
            if (!(fault.schedule().end() instanceof Schedule.Lasting)
                    || fault.schedule().begin() instanceof Schedule.Every) {
                throw new IllegalArgumentException(fault.name() + " has to begin once, and to last a while");
            }
            if (!isCarriedOutHere(fault.fault())) {
                throw new IllegalArgumentException(fault.name() + ": nothing here can carry out "
                        + fault.fault().kind());
            }
        }

        /** A run's links know what passes as messages and requests, and have no stage for faults of bytes. */
        private static boolean isCarriedOutHere(Fault fault) {
            return switch (fault) {
                case ProcessFault.Signal _, HttpFault _, NatsFault _ -> true;
                case LinkFault _, RedisFault _, ProcessFault.ClockJump _, ProcessFault.ClockDrift _, WorldFault _ ->
                    false;
            };
        }

        @Override
        public String name() {
            return fault.name();
        }

        @Override
        public String kind() {
            return fault.fault().kind();
        }

        @Override
        public String target() {
            return fault.target();
        }

        @Override
        public String describe() {
            return PlanPrinter.describe(fault.fault());
        }

        @Override
        public Duration start() {
            return Duration.ofMillis(startMillis());
        }

        @Override
        public Duration duration() {
            long start = startMillis();
            return Duration.ofMillis(fault.schedule().endMillis(start) - start);
        }

        private long startMillis() {
            return switch (fault.schedule().begin()) {
                case Schedule.At(long at) -> at;
                case Schedule.When when -> when.fromMillis();
                case Schedule.Every every -> every.firstMillis();
            };
        }
    }

    /** Poison is published straight into the stream. */
    record Poison(String name, PoisonKind poison, Duration start) implements Step {
        @Override
        public String kind() {
            return "poison";
        }

        @Override
        public String target() {
            return "stream";
        }

        @Override
        public String describe() {
            return "takes " + poison.name().toLowerCase(Locale.ROOT) + " poison";
        }

        @Override
        public Duration duration() {
            return Duration.ZERO;
        }
    }
}
