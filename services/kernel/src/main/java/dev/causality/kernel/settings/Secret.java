package dev.causality.kernel.settings;

/**
 * A value that must not be shown. Its text form hides it, so that no log line or exception carries it by accident.
 *
 * @param value the secret itself
 */
public record Secret(String value) {

    @Override
    public String toString() {
        return Shown.HIDDEN;
    }
}
