package dev.causality.checkers.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Appends events to a history file, one at a time, in the order of the calls. Thread-safe; every method that fails
 * throws {@link UncheckedIOException}, and a history that could not be written in full is closed without its last line,
 * which a judge notices.
 */
public final class HistoryWriter implements AutoCloseable {
    private final BufferedWriter out;
    private final LongSupplier clockMicros;
    private final List<Consumer<? super HistoryEvent>> watchers = new ArrayList<>();
    private boolean incomplete;
    private long lastMicros;
    private long lines;

    HistoryWriter(BufferedWriter out, LongSupplier clockMicros) {
        this.out = out;
        this.clockMicros = clockMicros;
    }

    /** A new file; time is this machine's monotonic clock, from now. An existing file is not replaced. */
    public static HistoryWriter create(Path file) {
        long origin = System.nanoTime();
        return create(file, () -> (System.nanoTime() - origin) / 1000);
    }

    /** A new file on a clock of the caller's, in microseconds. */
    public static HistoryWriter create(Path file, LongSupplier clockMicros) {
        try {
            return new HistoryWriter(Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW), clockMicros);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the history " + file, e);
        }
    }

    /**
     * Writes the event that {@code eventAt} makes for the time of writing. It is called under the writer's lock, so that
     * the order of times is the order of lines: it must do nothing else.
     */
    public synchronized <T extends HistoryEvent> T append(LongFunction<T> eventAt) {
        if (incomplete) {
            throw new UncheckedIOException(new IOException("the history lacks a line that could not be written"));
        }
        lastMicros = Math.max(lastMicros, clockMicros.getAsLong());
        T event = eventAt.apply(lastMicros);
        try {
            out.write(HistoryFormat.lines().writeValueAsString(event));
            out.write('\n');
        } catch (IOException e) {
            incomplete = true;
            throw new UncheckedIOException("cannot write the history", e);
        }
        lines++;
        watchers.forEach(watcher -> watcher.accept(event));
        return event;
    }

    /**
     * Shows each event, from now on, to somebody who wants to know while the run goes on. It is shown after it was written,
     * under the writer's lock and in the history's order: a watcher must be quick, and append nothing.
     */
    public synchronized void watch(Consumer<? super HistoryEvent> watcher) {
        watchers.add(watcher);
    }

    /** How many lines were written. */
    public synchronized long lines() {
        return lines;
    }

    /** Makes what was written so far visible to readers of the file. */
    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the history", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the history", e);
        }
    }
}
