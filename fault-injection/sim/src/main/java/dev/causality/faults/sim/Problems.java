package dev.causality.faults.sim;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Writes exceptions down. */
final class Problems {

    private Problems() {}

    static String describe(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
