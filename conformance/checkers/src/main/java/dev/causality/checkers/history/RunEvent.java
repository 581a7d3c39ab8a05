package dev.causality.checkers.history;

import java.util.List;
import java.util.Map;

/** What concerns a run as a whole: what it set out to do, its phases, its samples of metrics, and its end. */
public sealed interface RunEvent extends HistoryEvent {

    /**
     * The first line of every history.
     *
     * @param formatVersion the format's version, {@link HistoryFormat#VERSION}
     * @param harness who wrote it: {@code system}, {@code simulation}, ...
     * @param commit the revision of the code under test, or {@code unknown}
     * @param startedAt wall-clock time at which {@code atMicros} was zero, ISO 8601
     * @param versions of the servers and of the runtime
     * @param options all options in force, the drawn ones included
     * @param scope what is judged
     */
    record RunBegun(
            long atMicros,
            int formatVersion,
            String harness,
            long seed,
            String commit,
            String startedAt,
            Map<String, String> versions,
            Map<String, String> options,
            Scope scope)
            implements RunEvent {
        public RunBegun {
            Require.notNegative(atMicros, "atMicros");
            Require.text(harness, "harness");
            Require.text(commit, "commit");
            Require.text(startedAt, "startedAt");
            versions = Require.map(versions, "versions");
            options = Require.map(options, "options");
            Require.present(scope, "scope");
        }
    }

    /**
     * What a run claims to show, and the numbers that judging it needs.
     *
     * @param invariants ids of the invariants that it is to be judged by
     * @param exercises what must have happened for the verdict to mean something
     * @param minimumAttempts how many events must have been attempted
     * @param stream the stream under test
     * @param consumer the consumer whose terminal states are judged
     * @param filter which subjects it takes, such as {@code events.>}
     * @param ackWaitMillis after what time without an answer the stream delivers again
     * @param shutdownTimeoutMillis how long a process may take to stop
     * @param putFailureMetric the counter of failed PUTs, for runs without a tap; empty when there is none
     */
    record Scope(
            List<String> invariants,
            List<Exercise> exercises,
            long minimumAttempts,
            String stream,
            String consumer,
            String filter,
            long ackWaitMillis,
            long shutdownTimeoutMillis,
            String putFailureMetric) {
        public Scope {
            invariants = Require.list(invariants, "scope.invariants");
            exercises = Require.list(exercises, "scope.exercises");
            Require.notNegative(minimumAttempts, "scope.minimumAttempts");
            Require.text(stream, "scope.stream");
            Require.text(consumer, "scope.consumer");
            Require.text(filter, "scope.filter");
            Require.atLeast(1, ackWaitMillis, "scope.ackWaitMillis");
            Require.atLeast(1, shutdownTimeoutMillis, "scope.shutdownTimeoutMillis");
            Require.present(putFailureMetric, "scope.putFailureMetric");
        }
    }

    /** A circumstance without which a run shows little. */
    enum Exercise {
        /** A PUT was refused, or had no answer. */
        PUT_FAILED,
        /** A message was delivered more than once. */
        REDELIVERY,
        /** A client repeated a key of which an earlier attempt was accepted, or might have been. */
        RETRY,
        /** One key was accepted more than once. */
        DUPLICATE_ACCEPTED
    }

    /** A part of the run begins: workload, heal, quiesce, read. */
    record PhaseBegun(long atMicros, String phase) implements RunEvent {
        public PhaseBegun {
            Require.notNegative(atMicros, "atMicros");
            Require.text(phase, "phase");
        }
    }

    /** Whether everything came to rest after the last fault had healed. */
    record Quiescence(long atMicros, boolean reached, String detail) implements RunEvent {
        public Quiescence {
            Require.notNegative(atMicros, "atMicros");
            Require.present(detail, "detail");
        }
    }

    /** A metric as a process showed it. */
    record MetricSample(long atMicros, String process, String metric, Map<String, String> labels, double value)
            implements RunEvent {
        public MetricSample {
            Require.notNegative(atMicros, "atMicros");
            Require.text(process, "process");
            Require.text(metric, "metric");
            labels = Require.map(labels, "labels");
        }
    }

    /** The last line of a complete history. */
    record RunEnded(long atMicros) implements RunEvent {
        public RunEnded {
            Require.notNegative(atMicros, "atMicros");
        }
    }
}
