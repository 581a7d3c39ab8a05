package dev.causality.adapters.nats;

import org.jspecify.annotations.Nullable;

/** What may stand in a protocol line. A space or a line break in a subject would break the line. */
final class Subjects {

    /** The server's default limit of a protocol line is 4096; the rest of the line needs its share. */
    private static final int MAX_LENGTH = 2048;

    private Subjects() {}

    /** Why nothing can be published there; null when something can. */
    static @Nullable String problem(String subject) {
        int length = subject.length();
        if (length == 0 || length > MAX_LENGTH) {
            return "a subject must have 1 to " + MAX_LENGTH + " characters, not " + length;
        }
        char previous = '.';
        for (int i = 0; i < length; i++) {
            char c = subject.charAt(i);
            if (c <= ' ' || c == 127) {
                return "a subject must not hold white space or control characters";
            }
            if (c == '*' || c == '>') {
                return "a subject to publish to must not hold wildcards";
            }
            if (c == '.' && previous == '.') {
                return "a subject must not hold empty tokens";
            }
            previous = c;
        }
        return previous == '.' ? "a subject must not hold empty tokens" : null;
    }

    /** Why this cannot be the name of a stream, a consumer or a bucket; null when it can. */
    static @Nullable String nameProblem(String name) {
        boolean fits = !name.isEmpty() && name.chars().noneMatch(c -> c <= ' ' || c >= 127 || ".*>/\\".indexOf(c) >= 0);
        return fits
                ? null
                : "'" + name + "' cannot be a name: it must not be empty or hold spaces or any of . * > / \\";
    }
}
