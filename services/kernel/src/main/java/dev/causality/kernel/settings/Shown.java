package dev.causality.kernel.settings;

import java.util.regex.Pattern;

/** How a value may appear in errors, help and logs. */
final class Shown {

    static final String HIDDEN = "(hidden)";

    /** Longer values say nothing more to the reader of an error. */
    private static final int MAX_LENGTH = 200;

    private static final Pattern CREDENTIALS = Pattern.compile("//[^/\\s,]*@");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Shown() {}

    /** The value on one line; hidden when secret, and without the credentials that a URL may carry. */
    static String value(Kind<?> kind, String text) {
        if (kind.secret()) {
            return HIDDEN;
        }
        String clean =
                CREDENTIALS.matcher(CONTROL.matcher(text).replaceAll("?")).replaceAll("//***@");
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "…";
    }
}
