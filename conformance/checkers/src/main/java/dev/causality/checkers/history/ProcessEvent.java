package dev.causality.checkers.history;

/** The life of the processes under test. A name such as {@code sink-1} is kept over restarts. */
public sealed interface ProcessEvent extends HistoryEvent {

    /** The process's name within the run. */
    String process();

    /**
     * A process was started.
     *
     * @param role {@code gateway}, {@code sink}, {@code stream}, {@code store}, ...
     */
    record ProcessStarted(long atMicros, String process, String role) implements ProcessEvent {
        public ProcessStarted {
            Require.notNegative(atMicros, "atMicros");
            Require.text(process, "process");
            Require.text(role, "role");
        }
    }

    /** It says that it can do its job, for the first time since it was started. */
    record ProcessReady(long atMicros, String process) implements ProcessEvent {
        public ProcessReady {
            Require.notNegative(atMicros, "atMicros");
            Require.text(process, "process");
        }
    }

    /** A signal is about to be sent to it. */
    record ProcessSignalled(long atMicros, String process, Signal signal) implements ProcessEvent {
        public ProcessSignalled {
            Require.notNegative(atMicros, "atMicros");
            Require.text(process, "process");
            Require.present(signal, "signal");
        }
    }

    /** The signals that matter to a run. */
    enum Signal {
        TERM,
        KILL,
        STOP,
        CONT
    }

    /** It ended, with this exit code; 128 + n when signal n ended it. */
    record ProcessExited(long atMicros, String process, int exitCode) implements ProcessEvent {
        public ProcessExited {
            Require.notNegative(atMicros, "atMicros");
            Require.text(process, "process");
        }
    }
}
