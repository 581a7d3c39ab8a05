package dev.causality.faults.sim.world.jetstream;

/** Subjects and their patterns: {@code *} stands for one token, {@code >} at the end for one or more. */
final class Subjects {

    private static final String EVERYTHING = ">";

    private Subjects() {}

    static boolean matches(String pattern, String subject) {
        return pattern.isEmpty() || pattern.equals(EVERYTHING) || matches(pattern, 0, subject, 0);
    }

    private static boolean matches(String pattern, int patternAt, String subject, int subjectAt) {
        int p = patternAt;
        int s = subjectAt;
        while (true) {
            int patternEnd = end(pattern, p);
            int subjectEnd = end(subject, s);
            if (is(pattern, p, patternEnd, '>')) {
                return true;
            }
            boolean same = is(pattern, p, patternEnd, '*')
                    || (patternEnd - p == subjectEnd - s && pattern.regionMatches(p, subject, s, patternEnd - p));
            boolean patternDone = patternEnd == pattern.length();
            boolean subjectDone = subjectEnd == subject.length();
            if (!same || patternDone != subjectDone) {
                return false;
            }
            if (patternDone) {
                return true;
            }
            p = patternEnd + 1;
            s = subjectEnd + 1;
        }
    }

    private static int end(String text, int from) {
        int dot = text.indexOf('.', from);
        return dot < 0 ? text.length() : dot;
    }

    private static boolean is(String pattern, int from, int to, char wildcard) {
        return to - from == 1 && pattern.charAt(from) == wildcard;
    }
}
