package dev.causality.checkers;

/** NATS subjects and filters: tokens between dots; {@code *} is any one token, {@code >} at the end is one or more. */
final class Subjects {
    private Subjects() {}

    static boolean matches(String filter, String subject) {
        String[] wanted = filter.split("\\.", -1);
        String[] tokens = subject.split("\\.", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (i >= tokens.length) {
                return false;
            }
            if (wanted[i].equals(">")) {
                return true;
            }
            if (!wanted[i].equals("*") && !wanted[i].equals(tokens[i])) {
                return false;
            }
        }
        return wanted.length == tokens.length;
    }
}
