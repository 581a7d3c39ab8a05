package dev.causality.faults.sim.world.jetstream;

/** What the server answers to a publication. */
public sealed interface PublishAnswer {

    /** It is stored; or a message with its id was before, under this sequence. */
    record Stored(String stream, long sequence, boolean duplicate) implements PublishAnswer {}

    /** It is not stored, and will not be. */
    record Failed(Problem problem, String detail) implements PublishAnswer {}

    /** No stream takes this subject. */
    record Nobody() implements PublishAnswer {}

    /** Why a publication failed. */
    enum Problem {
        FULL,
        TOO_LARGE,
        WRONG_LAST_SEQUENCE
    }
}
