package dev.causality.faults.plan;

import java.util.Locale;

/** How a record is called in JSON. */
final class Names {
    private Names() {}

    /** {@code SlowClose} is written {@code slow-close}. */
    static String kebab(Class<?> record) {
        return record.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
