package dev.causality.deadletters;

import java.util.Locale;

/** The names of an entry's headers. Other programs read them: they are fixed. */
final class EntryHeaders {

    static final String ORIGINAL_SUBJECT = "X-DLQ-Original-Subject";
    static final String STREAM = "X-DLQ-Stream";
    static final String STREAM_CREATED = "X-DLQ-Stream-Created";
    static final String CONSUMER = "X-DLQ-Consumer";
    static final String SEQUENCE = "X-DLQ-Sequence";
    static final String DELIVERIES = "X-DLQ-Deliveries";
    static final String REASON = "X-DLQ-Reason";
    static final String DETAIL = "X-DLQ-Detail";
    static final String FIRST_SEEN = "X-DLQ-First-Seen";
    static final String TIME = "X-DLQ-Time";

    /** Present, with the value "true", when the original was gone before anyone could read it. */
    static final String GONE = "X-DLQ-Original-Gone";

    /** Before the three parts of a reference to an object that holds the original's bytes. */
    static final String PAYLOAD = "X-DLQ-Payload-";

    /** Before the three parts of a reference to an object that holds the original's headers. */
    static final String HEADERS = "X-DLQ-Headers-";

    static final String OBJECT = "Object";
    static final String SIZE = "Size";
    static final String SHA256 = "SHA256";

    /** Before the name of a header that the original had and the entry must not have itself. */
    static final String ORIGINAL = "X-DLQ-Header-";

    /** Carries name and value of a header whose name cannot be a name here, as {@code name: value} in one header text. */
    static final String ODD = "X-DLQ-Odd-Header";

    private static final String OURS = "x-dlq-";
    private static final String THE_SERVERS = "nats-";

    private EntryHeaders() {}

    /**
     * The name under which an entry carries the original's header {@code name}. The server's own headers (message id,
     * expectations, time to live) would act on the entry, and ours would be mistaken for the entry's.
     */
    static String carried(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(THE_SERVERS) || lower.startsWith(OURS) ? ORIGINAL + name : name;
    }

    /** Whether every client and server takes {@code name} for a header's name. */
    static boolean ordinary(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
    }

    /** Whether {@code name}, found in an entry, is the entry's own header and none of the original's. */
    static boolean own(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean carried = lower.startsWith(ORIGINAL.toLowerCase(Locale.ROOT));
        return !carried && (lower.startsWith(THE_SERVERS) || lower.startsWith(OURS));
    }

    /** The original's name of a header that an entry carries under {@code name}. */
    static String original(String name) {
        return name.regionMatches(true, 0, ORIGINAL, 0, ORIGINAL.length()) ? name.substring(ORIGINAL.length()) : name;
    }
}
