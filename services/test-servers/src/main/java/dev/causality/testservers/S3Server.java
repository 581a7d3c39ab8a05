package dev.causality.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An S3-compatible store: S3Proxy on a folder. It has conditional and multipart PUTs, knows one pair of keys, and has
 * no buckets until somebody makes one. It does not fsync: what a PUT confirmed survives a kill, not a power loss.
 */
public final class S3Server extends TestServer {
    private static final int HEAP_MEBIBYTES = 256;
    private static final String ACCESS_KEY = "causality";
    private static final String SECRET_KEY = "causality-secret";
    private static final Pattern VERSION = Pattern.compile("s3proxy-(.+)\\.jar");

    private final Path jar;
    private final int heapMebibytes;

    private S3Server(Builder builder) {
        super("s3proxy", builder.placement);
        jar = Tools.s3ProxyJar();
        heapMebibytes = builder.heapMebibytes;
    }

    /** Starts a store with default settings and waits until it is ready. */
    public static S3Server start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The address that clients send requests to, path style. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public String accessKey() {
        return ACCESS_KEY;
    }

    public String secretKey() {
        return SECRET_KEY;
    }

    /** Makes an empty bucket. */
    public void createBucket(String name) {
        Folders.create(data(folder()).resolve(name));
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }

    @Override
    public String version() {
        Matcher matcher = VERSION.matcher(jar.getFileName().toString());
        return matcher.matches() ? matcher.group(1) : jar.toString();
    }

    @Override
    List<String> command(Path folder, int port) {
        Path data = Folders.create(data(folder));
        List<String> properties = List.of(
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + ACCESS_KEY,
                "s3proxy.credential=" + SECRET_KEY,
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir=" + data);
        Path file = folder.resolve("s3proxy.properties");
        try {
            Files.write(file, properties);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                "-jar",
                jar.toString(),
                "--properties",
                file.toString());
    }

    /** Object keys become file names, and in a locale without UTF-8 a JVM can only name files in ASCII. */
    @Override
    Map<String, String> environment() {
        return Map.of("LC_ALL", "C.UTF-8");
    }

    /** Its log says which address this process has bound; any server may answer a connection. */
    @Override
    boolean isReady(ChildProcess started, int port) {
        return started.output()
                .lines()
                .anyMatch(line -> line.contains("ServerConnector") && line.contains("{127.0.0.1:" + port + "}"));
    }

    /** Settings of a store before its start. Not thread-safe. */
    public static final class Builder {
        private Placement placement = Placement.ANYWHERE;
        private int heapMebibytes = HEAP_MEBIBYTES;

        private Builder() {}

        /** Listens on this port instead of a free one. */
        public Builder port(int fixed) {
            placement = placement.withPort(fixed);
            return this;
        }

        /** Keeps configuration, log and objects in this folder, which outlives the server. */
        public Builder folder(Path kept) {
            placement = placement.withFolder(kept);
            return this;
        }

        /** The store's largest heap; the default of 256 MiB serves a few dozen uploads at a time. */
        public Builder heapMebibytes(int size) {
            heapMebibytes = size;
            return this;
        }

        Builder placement(Placement chosen) {
            placement = chosen;
            return this;
        }

        /**
         * Starts the store and waits until it is ready.
         *
         * @throws ServerStartException when it does not become ready
         */
        public S3Server start() {
            S3Server server = new S3Server(this);
            server.launch();
            return server;
        }
    }
}
