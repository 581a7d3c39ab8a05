package dev.causality.events;

/**
 * One rule that an event breaks.
 *
 * @param field the path of the field from the envelope, such as {@code screen_view.screen_name}
 * @param message why, to be read after the field's name; it never repeats the value
 */
public record Violation(String field, String message) {

    @Override
    public String toString() {
        return field + ": " + message;
    }
}
