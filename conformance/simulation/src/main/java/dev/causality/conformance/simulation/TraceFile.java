package dev.causality.conformance.simulation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes every decision of a run into a file, a line each: what two runs that should have been equal are compared by. */
final class TraceFile {

    private TraceFile() {}

    static RunResult run(Case ran, Optional<Path> file) {
        if (file.isEmpty()) {
            return SimulatedRun.run(ran);
        }
        try (BufferedWriter out = Files.newBufferedWriter(file.get())) {
            return SimulatedRun.run(
                    ran,
                    Optional.of((step, nanos, subject, what, hash) ->
                            write(out, step + " " + nanos + " " + subject + " " + what + " " + Long.toHexString(hash))),
                    Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the trace " + file.get(), e);
        }
    }

    /** The first line in which two traces differ. */
    static String firstDifference(Path one, Path other) throws IOException {
        List<String> ones = Files.readAllLines(one);
        List<String> others = Files.readAllLines(other);
        for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
            if (!ones.get(i).equals(others.get(i))) {
                return "step " + (i + 1) + " is '" + ones.get(i) + "' here and '" + others.get(i) + "' there";
            }
        }
        return "no step differs up to the end of the shorter one, " + ones.size() + " and " + others.size() + " steps";
    }

    private static void write(BufferedWriter out, String line) {
        try {
            out.write(line);
            out.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
