package dev.causality.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * Any text as the value of a header. Printable ASCII stands for itself; anything else (line breaks would end the
 * header, other characters are at the mercy of each client's charset, outer spaces get trimmed) becomes one encoded
 * word in the form of RFC 2047, {@code =?UTF-8?B?...?=}, without that form's limit of 75 characters.
 */
final class HeaderText {

    private static final String BEGIN = "=?UTF-8?B?";
    private static final String END = "?=";

    private HeaderText() {}

    static String encode(String text) {
        if (plain(text)) {
            return text;
        }
        return BEGIN + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + END;
    }

    /** The text that {@link #encode} was given; a value that it cannot have made stands for itself. */
    static String decode(String value) {
        if (!value.startsWith(BEGIN) || !value.endsWith(END) || value.length() < BEGIN.length() + END.length()) {
            return value;
        }
        try {
            return new String(
                    Base64.getDecoder().decode(value.substring(BEGIN.length(), value.length() - END.length())), UTF_8);
        } catch (IllegalArgumentException notOurs) {
            return value;
        }
    }

    private static boolean plain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f)
                && !text.startsWith(" ")
                && !text.endsWith(" ")
                && !text.startsWith(BEGIN);
    }
}
