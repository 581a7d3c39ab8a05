package dev.causality.events;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The category of an event: a token of its subject and a column of its row. The set is closed, so it is fit for labels. */
public enum EventCategory {
    USER,
    SCREEN,
    INTERACTION,
    COMMERCE,
    SYSTEM,
    /** Events that an app's developers define themselves. */
    CUSTOM,
    /** Events whose payload is of a newer schema than this build's. */
    UNKNOWN;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    @SuppressWarnings("ImmutableEnumChecker") // never changed: it does not leave this package
    private final byte[] asciiName = wireName.getBytes(StandardCharsets.US_ASCII);

    /** The name that subjects and rows carry, in lower case. */
    public String wireName() {
        return wireName;
    }

    /** The same as bytes; the array must not be changed. */
    byte[] asciiName() {
        return asciiName;
    }
}
