package dev.causality.faults.plan;

/** What the records' constructors require; each failure is an {@link IllegalArgumentException} that names the field. */
final class Check {
    private Check() {}

    static void notNegative(long value, String field) {
        if (value < 0) {
            throw new IllegalArgumentException(field + " must not be negative, is " + value);
        }
    }

    static void positive(long value, String field) {
        if (value < 1) {
            throw new IllegalArgumentException(field + " must be at least 1, is " + value);
        }
    }

    static void share(double value, String field) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(field + " must lie between 0 and 1, is " + value);
        }
    }

    static void text(String value, String field) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
    }

    static void present(Object value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
    }

    static void status(int value, String field) {
        if (value < 200 || value > 599) {
            throw new IllegalArgumentException(field + " must be an HTTP status from 200 to 599, is " + value);
        }
    }

    /** A text that may be left out. */
    static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
