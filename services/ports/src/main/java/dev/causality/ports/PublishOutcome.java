package dev.causality.ports;

/** What became of a publication. */
public sealed interface PublishOutcome {

    /**
     * The stream holds the message.
     *
     * @param sequence where; of the first copy, if this is a duplicate
     * @param duplicate whether an earlier message had the same id
     */
    record Confirmed(long sequence, boolean duplicate) implements PublishOutcome {}

    /** The stream does not hold the message, and will not. */
    record Refused(Refusal refusal, String detail) implements PublishOutcome {}

    /** The message may be stored, or may be yet. */
    record Unknown(String detail) implements PublishOutcome {}

    /** Why a publication was refused. */
    enum Refusal {
        /** A limit of the stream, its account or its server is reached. */
        FULL,
        /** Larger than the server or the stream takes. */
        TOO_LARGE,
        /** Another publication with this id is under way and not confirmed; ask again shortly. */
        DUPLICATE_IN_PROCESS,
        /** Not connected, no stream behind the subject, no leader: nothing was stored. */
        UNAVAILABLE,
        /** The server refused it for another reason. */
        OTHER
    }
}
