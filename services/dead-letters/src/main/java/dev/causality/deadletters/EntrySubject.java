package dev.causality.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The subject of an entry: {@code dlq.} and the original's subject. Where that cannot be published it is
 * {@code dlq.unpublishable.} and a hash of the original's subject, which the entry carries as a header in any case.
 */
final class EntrySubject {

    static final String PREFIX = "dlq.";

    /** What the dead letters' stream captures. */
    static final String ALL = "dlq.>";

    /**
     * The longest original subject that is taken over, in bytes. A server closes the connection at a protocol line of
     * more than 4096 bytes by default, in which other things stand too, and clients stop at half of that.
     */
    static final int MAX_ORIGINAL_BYTES = 2_000;

    private static final String UNPUBLISHABLE = PREFIX + "unpublishable.";
    private static final String GONE = PREFIX + "gone.";

    private EntrySubject() {}

    static String of(DeadLetter letter) {
        if (letter.gone()) {
            return GONE + letter.origin().stream() + "." + letter.origin().consumer();
        }
        String original = letter.subject();
        return publishable(original) ? PREFIX + original : UNPUBLISHABLE + Sha256.hex(original.getBytes(UTF_8));
    }

    private static boolean publishable(String subject) {
        return subject.length() <= MAX_ORIGINAL_BYTES
                && subject.getBytes(UTF_8).length <= MAX_ORIGINAL_BYTES
                && subject.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '*' || c == '>')
                && !subject.startsWith(".")
                && !subject.endsWith(".")
                && !subject.contains("..");
    }
}
