package dev.causality.sink.core;

import dev.causality.deadletters.Reason;

/** What became of a claim. Each is final. */
sealed interface Fate {

    /** Its rows are durable. */
    record Stored() implements Fate {}

    /** Its message is dead: the entry is written, or whoever finds this must write it. */
    record Dead(Reason reason, String detail) implements Fate {}

    /** It never was and can never become fact. */
    record Fenced() implements Fate {}
}
