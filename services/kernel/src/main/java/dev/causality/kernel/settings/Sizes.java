package dev.causality.kernel.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes in bytes as users write them: a whole number, or one with KiB, MiB or GiB (powers of 1024). */
final class Sizes {

    private static final Pattern FORM = Pattern.compile("(\\d{1,19})(KiB|MiB|GiB)?");
    private static final long KIB = 1024;
    private static final long MIB = KIB * KIB;
    private static final long GIB = MIB * KIB;

    private Sizes() {}

    static Long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size");
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor(matcher.group(2)));
        } catch (ArithmeticException overflow) {
            throw new IllegalArgumentException("too large", overflow);
        }
    }

    static String write(Long bytes) {
        if (bytes != 0 && bytes % GIB == 0) {
            return bytes / GIB + "GiB";
        }
        if (bytes != 0 && bytes % MIB == 0) {
            return bytes / MIB + "MiB";
        }
        return bytes != 0 && bytes % KIB == 0 ? bytes / KIB + "KiB" : bytes.toString();
    }

    private static long factor(@Nullable String unit) {
        return switch (unit) {
            case "KiB" -> KIB;
            case "MiB" -> MIB;
            case "GiB" -> GIB;
            case null, default -> 1;
        };
    }
}
