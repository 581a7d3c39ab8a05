package dev.causality.kernel.settings;

import java.util.List;

/** Settings that cannot work. The message lists everything that is wrong with them, one thing on each line. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    SettingsException(List<String> errors) {
        super(message(errors));
        this.errors = List.copyOf(errors);
    }

    /** Each thing that is wrong, naming the variable, its value unless secret, and what is expected. */
    public List<String> errors() {
        return errors;
    }

    private static String message(List<String> errors) {
        String count = errors.size() == 1 ? "1 setting is wrong" : errors.size() + " settings are wrong";
        return count + ":\n  " + String.join("\n  ", errors);
    }
}
