package dev.causality.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One process that this JVM started, with its output in a file, and the signals that a fault is made of.
 *
 * <p>It is killed when this JVM ends, even when the JVM itself is killed. Each instance is one run: starting a program
 * again makes a new instance. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration SIGNAL_TAKES_EFFECT = Duration.ofSeconds(5);
    private static final int TAIL_LINES = 40;

    private final String name;
    private final Process process;
    private final Path log;
    private final long logOffset;

    private ChildProcess(String name, Process process, Path log, long logOffset) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.logOffset = logOffset;
    }

    /** Describes a process before its start: a name for messages, and the program with its arguments. */
    public static Builder builder(String name, List<String> command) {
        return new Builder(name, command);
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The file that holds standard output and standard error, earlier runs of the same log file included. */
    public Path log() {
        return log;
    }

    /** All that this run has written so far; nothing of the runs before it. */
    public String output() {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            channel.position(logOffset);
            byte[] bytes = Channels.newInputStream(channel).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    /** The last lines that this run has written. */
    public String outputTail() {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    /**
     * Waits until the process does its work, as the probe sees it.
     *
     * @throws ServerStartException when it exits, or the limit passes, before that; the message holds its output
     */
    public void awaitReady(Duration limit, BooleanSupplier probe) {
        boolean settled = Polling.until(limit, () -> !isAlive() || probe.getAsBoolean());
        if (!isAlive()) {
            throw new ServerStartException(name + " exited with code " + process.exitValue()
                    + " before it was ready. Its output:\n" + outputTail());
        }
        if (!settled) {
            throw new ServerStartException(
                    name + " was not ready within " + limit + ". The end of its output:\n" + outputTail());
        }
    }

    /** Waits for the end; returns the exit code (128 + signal for a signal), or nothing when it still runs. */
    public OptionalInt awaitExit(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    /** Asks the process to end (SIGTERM) and does not wait. */
    public void terminate() {
        process.destroy();
    }

    /**
     * Asks the process to end, and kills it when it does not within the grace period; a paused process is resumed.
     *
     * @return the exit code, or nothing when it had to be killed
     */
    public OptionalInt stop(Duration grace) {
        terminate();
        resume();
        OptionalInt exit = awaitExit(grace);
        kill();
        return exit;
    }

    /** Ends the process at once (SIGKILL) and waits until it is gone. No effect on one that has ended. */
    public void kill() {
        process.destroyForcibly();
        if (awaitExit(SIGNAL_TAKES_EFFECT).isEmpty()) {
            throw new IllegalStateException(name + " (pid " + pid() + ") survived SIGKILL");
        }
    }

    /** Freezes the process (SIGSTOP): it keeps its connections and does nothing. Returns once it is frozen. */
    public void pause() {
        signal("STOP");
        boolean frozen = Polling.until(
                SIGNAL_TAKES_EFFECT, () -> !isAlive() || ProcessStatus.of(pid()).state() == ProcessStatus.STOPPED);
        if (!frozen || !isAlive()) {
            throw new IllegalStateException(name + " (pid " + pid() + ") could not be paused");
        }
    }

    /** Lets a paused process go on (SIGCONT). No effect on one that runs or has ended. */
    public void resume() {
        signal("CONT");
    }

    /** Memory that the process occupies now, in bytes. */
    public long residentBytes() {
        return ProcessStatus.of(pid()).residentBytes();
    }

    /** The most memory that the process has occupied, in bytes. */
    public long peakResidentBytes() {
        return ProcessStatus.of(pid()).peakResidentBytes();
    }

    /** Processor time used by the process so far, user and system, in steps of 10 ms. */
    public Duration cpuTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException(name + " has ended: its processor time is gone"));
    }

    /** Kills the process. */
    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ", log " + log + ")";
    }

    /** The shell's own kill: Java sends SIGTERM and SIGKILL only, and a program named kill is not always there. */
    private void signal(String signal) {
        if (!isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIG" + signal + " to " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling " + name, e);
        }
    }

    /** What to start, where, and with which environment. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final List<String> command;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private boolean inheritEnvironment = true;
        private @Nullable Path directory;
        private @Nullable Path log;

        private Builder(String name, List<String> command) {
            this.name = name;
            this.command = List.copyOf(command);
        }

        /** Adds variables to those that this JVM has. */
        public Builder environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        /** Starts with the given variables only: nothing that happens to be set here leaks into the process. */
        public Builder cleanEnvironment() {
            inheritEnvironment = false;
            return this;
        }

        public Builder directory(Path folder) {
            directory = folder;
            return this;
        }

        /** The file that output is appended to. The default is a temporary one. */
        public Builder log(Path file) {
            log = file;
            return this;
        }

        /**
         * Starts the process and does not wait for it to be ready.
         *
         * @throws ServerStartException when the program cannot be run
         */
        public ChildProcess start() {
            Path output = log != null ? log : Folders.temporary(name).resolve("output.log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            if (directory != null) {
                builder.directory(directory.toFile());
            }
            if (!inheritEnvironment) {
                builder.environment().clear();
            }
            builder.environment().putAll(environment);
            try {
                long offset = Files.exists(output) ? Files.size(output) : 0;
                Process process = builder.start();
                Guardian.instance().watch(process);
                return new ChildProcess(name, process, output, offset);
            } catch (IOException e) {
                throw new ServerStartException("cannot run " + command.getFirst() + ": " + e.getMessage());
            }
        }
    }
}
