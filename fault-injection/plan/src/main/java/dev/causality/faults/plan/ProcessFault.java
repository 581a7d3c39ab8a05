package dev.causality.faults.plan;

/**
 * Faults of a process. Signals work on real and simulated ones; the end of the schedule heals: what was killed or
 * terminated is started again, what was stopped continues. Without an end it stays as it is. Clocks are the
 * simulation's alone.
 */
public sealed interface ProcessFault extends Fault {

    /** What a process is sent. */
    enum ProcessSignal {
        /** Ends it at once. */
        KILL,
        /** Asks it to end. */
        TERM,
        /** Pauses it; its connections stay open. */
        STOP,
        /** Lets it go on. */
        CONT
    }

    /** A signal. */
    record Signal(ProcessSignal signal) implements ProcessFault {
        public Signal {
            Check.present(signal, "signal");
        }
    }

    /** Simulation only: the process's wall clock jumps, backwards too. Its end takes the jump back. */
    record ClockJump(long byMillis) implements ProcessFault {}

    /** Simulation only: the process's clocks run fast (or slow, if negative) until it ends; they stay off by what came up. */
    record ClockDrift(long partsPerMillion) implements ProcessFault {
        private static final long STANDSTILL = -1_000_000;

        public ClockDrift {
            if (partsPerMillion <= STANDSTILL) {
                throw new IllegalArgumentException(
                        "partsPerMillion must be above " + STANDSTILL + ", is " + partsPerMillion);
            }
        }
    }
}
