package dev.causality.kernel.settings;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One setting while it is being declared. One of {@link #or}, {@link #required} and {@link #optional} ends the
 * declaration and reads the value. A value that cannot be read is recorded as an error, and a stand-in is returned: the
 * record that it would go into is never built.
 */
public final class Setting<T> {

    private final Settings settings;
    private final Kind<T> kind;
    private final String name;
    private final String description;
    private String unit = "";
    private @Nullable T min;
    private @Nullable T max;

    Setting(Settings settings, Kind<T> kind, String name, String description) {
        this.settings = settings;
        this.kind = kind;
        this.name = name;
        this.description = description;
    }

    /** Says what a number counts, such as "events per second". */
    public Setting<T> unit(String counted) {
        this.unit = counted;
        return this;
    }

    /** Allows values from {@code least} to {@code most} only, both included. */
    public Setting<T> between(T least, T most) {
        this.min = least;
        this.max = most;
        return this;
    }

    /** Allows {@code least} and larger values only. */
    public Setting<T> atLeast(T least) {
        this.min = least;
        return this;
    }

    /**
     * Reads the value, or {@code defaultText} where none is given.
     *
     * @param defaultText the default as a user would write it
     */
    public T or(String defaultText) {
        Declaration declaration = declare(defaultText, false);
        String given = settings.given(name);
        T standIn = parseDefault(defaultText);
        return given.isEmpty() ? accept(standIn, defaultText) : parse(declaration, given, standIn);
    }

    /** Reads the value; that none is given is an error. */
    public T required() {
        Declaration declaration = declare("", true);
        String given = settings.given(name);
        if (given.isEmpty()) {
            settings.malformed(declaration, name + " is not set: expected " + declaration.expected());
            return kind.standIn();
        }
        return parse(declaration, given, kind.standIn());
    }

    /** Reads the value if one is given. */
    public Optional<T> optional() {
        Declaration declaration = declare("", false);
        String given = settings.given(name);
        return given.isEmpty() ? Optional.empty() : Optional.of(parse(declaration, given, kind.standIn()));
    }

    private Declaration declare(String defaultText, boolean required) {
        Declaration declaration = new Declaration(
                name, kind.expected() + limits(), unit, defaultText, required, kind.secret(), description);
        settings.declare(declaration);
        return declaration;
    }

    private String limits() {
        if (min == null) {
            return "";
        }
        return max == null ? ", at least " + kind.write(min) : ", from " + kind.write(min) + " to " + kind.write(max);
    }

    private T parseDefault(String text) {
        try {
            return checkedLimits(kind.parse(text));
        } catch (IllegalArgumentException bug) {
            throw new IllegalStateException("the default of " + name + " is not valid", bug);
        }
    }

    private T parse(Declaration declaration, String text, T standIn) {
        try {
            return accept(checkedLimits(kind.parse(text)), text);
        } catch (IllegalArgumentException refused) {
            settings.malformed(
                    declaration, name + "=" + Shown.value(kind, text) + ": expected " + declaration.expected());
            return standIn;
        }
    }

    private T accept(T value, String text) {
        settings.show(name, Shown.value(kind, text));
        return value;
    }

    private T checkedLimits(T value) {
        if ((min != null && kind.compare(value, min) < 0) || (max != null && kind.compare(value, max) > 0)) {
            throw new IllegalArgumentException("outside its limits");
        }
        return value;
    }
}
