package dev.causality.checkers.history;

/** What was broken on purpose. A fault is planned, begins, is observed to have had an effect, and ends. */
public sealed interface FaultEvent extends HistoryEvent {

    /** The fault's name within the history. */
    String fault();

    /**
     * The plan; all planned faults stand before the first begins.
     *
     * @param faultKind {@code kill}, {@code pause}, {@code terminate}, {@code outage}, {@code poison}, ...
     * @param target the process or server that it hits
     * @param startMillis when, from the beginning of the workload
     * @param durationMillis for how long; 0 for a moment
     */
    record FaultPlanned(
            long atMicros, String fault, String faultKind, String target, long startMillis, long durationMillis)
            implements FaultEvent {
        public FaultPlanned {
            Require.notNegative(atMicros, "atMicros");
            Require.text(fault, "fault");
            Require.text(faultKind, "faultKind");
            Require.text(target, "target");
            Require.notNegative(startMillis, "startMillis");
            Require.notNegative(durationMillis, "durationMillis");
        }
    }

    /** It is being applied now. */
    record FaultBegun(long atMicros, String fault) implements FaultEvent {
        public FaultBegun {
            Require.notNegative(atMicros, "atMicros");
            Require.text(fault, "fault");
        }
    }

    /** It is over: what was broken works again. */
    record FaultEnded(long atMicros, String fault) implements FaultEvent {
        public FaultEnded {
            Require.notNegative(atMicros, "atMicros");
            Require.text(fault, "fault");
        }
    }

    /** Its effect was seen from outside; the evidence says how. */
    record FaultObserved(long atMicros, String fault, String evidence) implements FaultEvent {
        public FaultObserved {
            Require.notNegative(atMicros, "atMicros");
            Require.text(fault, "fault");
            Require.text(evidence, "evidence");
        }
    }
}
