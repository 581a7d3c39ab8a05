package dev.causality.conformance.system.plan;

import java.time.Duration;

/** Something that will be broken, and when, from the beginning of the workload. */
public sealed interface Fault {

    /** Its name in the history. */
    String name();

    /** What kind it is, in the history's terms. */
    String kind();

    /** What it hits. */
    String target();

    Duration start();

    /** For how long; zero for a moment. */
    Duration duration();

    /** SIGKILL, in the middle of its work; started again after {@code duration}. */
    record Kill(String name, String target, Duration start, Duration duration) implements Fault {
        @Override
        public String kind() {
            return "kill";
        }
    }

    /** SIGSTOP for longer than the ack wait, then SIGCONT: what it held is given to others meanwhile. */
    record Pause(String name, String target, Duration start, Duration duration) implements Fault {
        @Override
        public String kind() {
            return "pause";
        }
    }

    /**
     * SIGTERM; started again after {@code duration}.
     *
     * @param clean it waits until nothing else has been broken for a while, so that what follows can be laid at its door
     */
    record Terminate(String name, String target, Duration start, Duration duration, boolean clean) implements Fault {
        @Override
        public String kind() {
            return "terminate";
        }
    }

    /**
     * The object store is away.
     *
     * @param hangs it takes connections and answers nothing; else it refuses them
     */
    record Outage(String name, Duration start, Duration duration, boolean hangs) implements Fault {
        @Override
        public String kind() {
            return hangs ? "outage-hangs" : "outage-refuses";
        }

        @Override
        public String target() {
            return "store";
        }
    }

    /** Poison is published straight into the stream. */
    record Poison(String name, PoisonKind poison, Duration start) implements Fault {
        @Override
        public String kind() {
            return "poison";
        }

        @Override
        public String target() {
            return "stream";
        }

        @Override
        public Duration duration() {
            return Duration.ZERO;
        }
    }

    /**
     * Something happens to what passes between a sink and a server, as long as it lasts, and until it has happened once.
     *
     * @param toStore whether on the way to the store, else to the stream
     * @param what happens, in the words of fault plans
     */
    record OnLink(
            String name,
            String kind,
            String target,
            boolean toStore,
            dev.causality.faults.plan.Fault what,
            Duration start,
            Duration duration)
            implements Fault {}

    /**
     * SIGKILL between the response to a PUT and the first acknowledgement after it, which is held until the process is
     * dead, and then dropped; started again after {@code duration}.
     */
    record KillBeforeAck(String name, String target, Duration start, Duration duration) implements Fault {
        @Override
        public String kind() {
            return "kill-before-ack";
        }
    }
}
