package dev.causality.load;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Collects rows while progress is printed, and prints the table at the end. */
final class Report {

    private final PrintStream out;
    private final List<String> lines = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void progress(String line) {
        out.println("  " + line);
        out.flush();
    }

    void row(String what, String figure, String ceiling, double ratio) {
        add("%-28s %18s   of %22s = %.2f".formatted(what, figure, ceiling, ratio));
    }

    void row(String what, String figure) {
        add("%-28s %18s".formatted(what, figure));
    }

    void detail(String line) {
        add("    " + line);
    }

    private void add(String line) {
        lines.add(line);
        out.println("  " + line);
    }

    void print() {
        out.println();
        lines.forEach(out::println);
    }
}
