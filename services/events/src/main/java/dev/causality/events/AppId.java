package dev.causality.events;

import dev.causality.v1.EventEnvelope;
import java.util.Optional;

/**
 * The identifier of an app, safe to become part of a subject, an object key or a label. The rules are those of the
 * envelope's app_id: letters, digits, '-', '_' and single inner dots, at most {@link #MAX_LENGTH} characters.
 *
 * @param value the identifier as it was given; case matters
 */
public record AppId(String value) {

    /** The longest app_id, in characters. */
    public static final int MAX_LENGTH = Math.toIntExact(EventRules.APP_ID.maxLength());

    private static final String FIELD = EventEnvelope.getDescriptor()
            .findFieldByNumber(EventEnvelope.APP_ID_FIELD_NUMBER)
            .getName();

    /** Refuses what is not an app_id with an {@link IllegalArgumentException}. */
    public AppId {
        check(value).ifPresent(violation -> {
            throw new IllegalArgumentException(violation.toString());
        });
    }

    /** Why a text is not an app_id; empty when it is one. */
    public static Optional<Violation> check(String value) {
        return EventRules.APP_ID.explain(value).map(why -> new Violation(FIELD, why));
    }

    @Override
    public String toString() {
        return value;
    }
}
