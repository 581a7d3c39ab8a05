package dev.causality.testservers;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers' programs are: what a system property or environment variable names, else what
 * {@code tools/setup} put into {@code .tools} of the repository that the working directory lies in.
 */
final class Tools {
    private static final Path VERSIONS = Path.of("tools", "versions.properties");
    private static final String REMEDY = " Run `make setup`, or set ";

    private Tools() {}

    /** The nats-server program: NATS_SERVER, else the given version, NATS_SERVER_VERSION or the pinned one. */
    static Path natsServer(@Nullable String version) {
        Optional<String> named = setting("NATS_SERVER");
        if (version == null && named.isPresent()) {
            return existing(Path.of(named.get()), "nats-server", "NATS_SERVER");
        }
        Path root = repositoryRoot();
        String wanted =
                version != null ? version : setting("NATS_SERVER_VERSION").orElseGet(() -> pinned(root, "nats-server"));
        Path program = root.resolve(".tools/nats-server-" + wanted + "/nats-server");
        return existing(program, "nats-server " + wanted, "NATS_SERVER");
    }

    /** The S3Proxy jar: S3PROXY_JAR, else the pinned version. */
    static Path s3ProxyJar() {
        Path jar = setting("S3PROXY_JAR").map(Path::of).orElseGet(() -> {
            Path root = repositoryRoot();
            return root.resolve(".tools/s3proxy-" + pinned(root, "s3proxy") + ".jar");
        });
        return existing(jar, "S3Proxy", "S3PROXY_JAR");
    }

    /** The redis-server program: REDIS_SERVER, else the first on the PATH. */
    static Path redisServer() {
        Path program = setting("REDIS_SERVER").map(Path::of).orElseGet(Tools::redisOnPath);
        return existing(program, "redis-server", "REDIS_SERVER");
    }

    private static Path redisOnPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/usr/bin/redis-server"));
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .filter(value -> !value.isBlank());
    }

    private static Path existing(Path file, String what, String setting) {
        if (!Files.isRegularFile(file)) {
            throw new ServerStartException(
                    what + " is missing: no file " + file + "." + REMEDY + setting + " to the path of another.");
        }
        return file;
    }

    private static Path repositoryRoot() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(VERSIONS))) {
                return folder;
            }
        }
        throw new ServerStartException("no folder above " + start + " holds " + VERSIONS
                + ". Run inside the repository, or set NATS_SERVER and S3PROXY_JAR.");
    }

    private static String pinned(Path root, String tool) {
        Properties versions = new Properties();
        try (Reader reader = Files.newBufferedReader(root.resolve(VERSIONS))) {
            versions.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + VERSIONS, e);
        }
        String version = versions.getProperty(tool);
        if (version == null) {
            throw new ServerStartException(VERSIONS + " pins no version of " + tool);
        }
        return version;
    }
}
