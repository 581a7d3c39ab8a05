package dev.causality.checkers.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What constructors of history events refuse, with a message that names the field. */
final class Require {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Require() {}

    static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    static String text(@Nullable String value, String field) {
        String text = present(value, field);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(field + " is empty");
        }
        return text;
    }

    static void sha256(@Nullable String value, String field) {
        if (!SHA256.matcher(present(value, field)).matches()) {
            throw new IllegalArgumentException(field + " is not a SHA-256 in lower-case hexadecimal: " + value);
        }
    }

    static void notNegative(long value, String field) {
        atLeast(0, value, field);
    }

    static void atLeast(long least, long value, String field) {
        if (value < least) {
            throw new IllegalArgumentException(field + " is " + value + ", less than " + least);
        }
    }

    static <T> List<T> list(@Nullable List<T> value, String field) {
        return List.copyOf(present(value, field));
    }

    /** A copy that keeps the order of the file. */
    static <V> Map<String, V> map(@Nullable Map<String, V> value, String field) {
        Map<String, V> copy = new LinkedHashMap<>();
        present(value, field).forEach((key, entry) -> copy.put(text(key, field + " key"), present(entry, field)));
        return Collections.unmodifiableMap(copy);
    }
}
