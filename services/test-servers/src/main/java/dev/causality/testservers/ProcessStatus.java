package dev.causality.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux says about a process in {@code /proc/<pid>/status}: its scheduling state and its memory. */
record ProcessStatus(char state, long residentBytes, long peakResidentBytes) {
    private static final long BYTES_PER_KIB = 1024;

    /** The state letter of a process that received SIGSTOP. */
    static final char STOPPED = 'T';

    static ProcessStatus of(long pid) {
        Path file = Path.of("/proc", Long.toString(pid), "status");
        try {
            List<String> lines = Files.readAllLines(file);
            return new ProcessStatus(
                    value(lines, "State:").charAt(0),
                    kibibytes(value(lines, "VmRSS:")),
                    kibibytes(value(lines, "VmHWM:")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": has the process ended?", e);
        }
    }

    /** A process that has ended and was not yet waited for has no memory lines. */
    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElse("0 kB");
    }

    private static long kibibytes(String value) {
        return Long.parseLong(value.substring(0, value.indexOf(' '))) * BYTES_PER_KIB;
    }
}
