package dev.causality.deadletters;

import java.util.Optional;

/** Why a message was given up. A closed set, fit for metric labels; the particulars stand in the entry's detail. */
public enum Reason {
    /** Its bytes are not a message of the schema. */
    UNDECODABLE("undecodable"),
    /** It has no bytes. */
    EMPTY("empty"),
    /** It is a message of the schema, but one that makes no sense. */
    INVALID("invalid"),
    /** It is larger than the consumer takes. */
    OVERSIZED("oversized"),
    /** Processing it alone failed, again and again. */
    UNPROCESSABLE("unprocessable"),
    /** The place where it belongs failed alone, for longer or with more messages than may wait. */
    PARTITION_FAILED("partition_failed"),
    /** The server gave it up: it was delivered as often as the consumer allows. */
    DELIVERIES_EXHAUSTED("deliveries_exhausted"),
    /** Somebody terminated it without leaving an entry. */
    TERMINATED("terminated"),
    /** An entry by another program, or by a newer version of this one. */
    OTHER("other");

    private final String code;

    Reason(String code) {
        this.code = code;
    }

    /** The reason as entries and metrics spell it: lower case, digits and '_'. */
    public String code() {
        return code;
    }

    /** The reason with this code. */
    public static Optional<Reason> ofCode(String code) {
        for (Reason reason : values()) {
            if (reason.code.equals(code)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
