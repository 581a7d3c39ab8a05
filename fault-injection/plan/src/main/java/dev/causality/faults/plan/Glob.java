package dev.causality.faults.plan;

/** Patterns of whole texts: {@code *} stands for any run of characters, also none, {@code ?} for exactly one. */
public final class Glob {
    private Glob() {}

    /** Whether {@code text} matches; an empty pattern matches everything. Takes time in proportion to both lengths. */
    public static boolean matches(String pattern, String text) {
        if (pattern.isEmpty()) {
            return true;
        }
        int at = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
