package dev.causality.conformance.system;

import dev.causality.conformance.system.run.Progress;
import java.io.PrintStream;

/** Progress on the terminal, each line with the seconds since the start. */
final class Console implements Progress {
    private final PrintStream out;
    private final long origin = System.nanoTime();

    Console(PrintStream out) {
        this.out = out;
    }

    @Override
    public void say(String line) {
        out.println("%6.1f s  %s".formatted((System.nanoTime() - origin) / 1e9, line));
    }
}
