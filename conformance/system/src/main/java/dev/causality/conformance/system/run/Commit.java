package dev.causality.conformance.system.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The revision of the repository, as git tells it. */
final class Commit {
    private static final int LIMIT_SECONDS = 10;

    private Commit() {}

    /** The revision, marked where files differ from it; {@code unknown} where there is no git to ask. */
    static String of(Path root) {
        String revision = git(root, List.of("git", "rev-parse", "--short=12", "HEAD"));
        if (revision.isEmpty()) {
            return "unknown";
        }
        String changes = git(root, List.of("git", "status", "--porcelain", "--untracked-files=no"));
        return changes.isEmpty() ? revision : revision + "-changed";
    }

    private static String git(Path root, List<String> command) {
        try {
            Process git = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0 ? output : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
