package dev.causality.conformance.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The repository's folder, and folders that go away. */
final class Folders {
    private static final Path MARK = Path.of("tools", "versions.properties");

    private Folders() {}

    /**
     * The repository that the working directory lies in.
     *
     * @throws IOException when it lies in none
     */
    static Path repository() throws IOException {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(MARK))) {
                return folder;
            }
        }
        throw new IOException("run this inside the repository: no folder above " + start + " holds " + MARK);
    }

    /** Deletes a folder with all that is in it; one that is not there is fine. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }
}
