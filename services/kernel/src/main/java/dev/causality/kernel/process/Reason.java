package dev.causality.kernel.process;

import java.util.Optional;
import java.util.function.Supplier;

/** What went wrong, in words. */
final class Reason {

    /** Deeper causes add nothing; also a bound where causes go in a circle. */
    private static final int MAX_CAUSES = 5;

    private Reason() {}

    /** The messages of an exception and its causes, each once. */
    static String of(Throwable problem) {
        StringBuilder text = new StringBuilder(words(problem));
        Throwable cause = problem.getCause();
        for (int depth = 1; cause != null && depth < MAX_CAUSES; depth++) {
            String words = words(cause);
            if (text.indexOf(words) < 0) {
                text.append(": ").append(words);
            }
            cause = cause.getCause();
        }
        return text.toString();
    }

    /** What {@code question} says is wrong; that it cannot be answered is wrong too. */
    static Optional<String> askedOf(Supplier<Optional<String>> question) {
        try {
            return question.get();
        } catch (Throwable problem) {
            return Optional.of(of(problem));
        }
    }

    private static String words(Throwable problem) {
        String message = problem.getMessage();
        return message == null || message.isBlank() ? problem.getClass().getSimpleName() : message;
    }
}
