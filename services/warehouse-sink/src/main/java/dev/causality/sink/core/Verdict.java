package dev.causality.sink.core;

import dev.causality.deadletters.Reason;

/** What a store task found out about one entry, and hence how the worker answers it. */
sealed interface Verdict {

    /** Its row is durable: acknowledge, whatever became of the lease. */
    record Durable(boolean byUs) implements Verdict {}

    /**
     * Its dead letter is confirmed: terminate.
     *
     * @param entry what the termination says, so that the safety net knows the entry
     */
    record Dead(String entry) implements Verdict {}

    /** Not now: deliver it again later. */
    record Retry(Cause cause, String detail) implements Verdict {}

    /** Another holder's by now, or soon: no answer. */
    record LetGo(Cause cause) implements Verdict {}

    /** It can never be stored: to be given up. */
    record GiveUp(Reason reason, String detail) implements Verdict {}

    /** Why an entry was neither stored nor given up. */
    enum Cause {
        /** The store works, but not for this partition or key. */
        PARTITION,
        /** The store was away for longer than the outage budget. */
        OUTAGE,
        /** The process is being stopped. */
        STOPPING,
        /** The lease ran out. */
        LEASE,
        /** The message is finished with, or a later intent has taken it over. */
        SETTLED_ELSEWHERE,
        /** The server could not be asked, or the dead letter could not be written. */
        STREAM
    }
}
