package dev.causality.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to it that no child process and no temporary folder outlives this JVM.
 *
 * <p>A JVM that ends in order kills its children in a shutdown hook and deletes their folders. A JVM that is killed
 * runs no hook; so a small shell process holds the other end of a pipe, is told of every start and exit, and when the
 * pipe breaks kills what is still there. Thread-safe.
 */
final class Guardian {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            children=' '
            while read -r change pid; do
              case $change in
                +) children="$children$pid " ;;
                -) children="${children%% "$pid" *} ${children#* "$pid" }" ;;
              esac
            done
            for pid in $children; do kill -s KILL "$pid"; done
            """;

    private static final Guardian INSTANCE = new Guardian();

    private final Set<Process> children = ConcurrentHashMap.newKeySet();
    private final Set<Path> folders = ConcurrentHashMap.newKeySet();
    private final Writer shell;

    private Guardian() {
        try {
            shell = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .outputWriter(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start /bin/sh, which guards child processes", e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::cleanUp, "test-servers-cleanup"));
    }

    static Guardian instance() {
        return INSTANCE;
    }

    void watch(Process child) {
        children.add(child);
        tell("+", child);
        var _ = child.onExit().thenAccept(this::forget);
    }

    void deleteAtExit(Path folder) {
        folders.add(folder);
    }

    void deleteNow(Path folder) {
        Folders.delete(folder);
        folders.remove(folder);
    }

    private void forget(Process child) {
        if (children.remove(child)) {
            tell("-", child);
        }
    }

    private synchronized void tell(String change, Process child) {
        try {
            shell.write(change + " " + child.pid() + "\n");
            shell.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the process that guards child processes has died", e);
        }
    }

    private void cleanUp() {
        children.forEach(Process::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        folders.forEach(Folders::delete);
    }
}
