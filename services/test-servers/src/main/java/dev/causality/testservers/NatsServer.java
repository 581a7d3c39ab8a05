package dev.causality.testservers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A NATS server with JetStream on file storage. The program is the one that NATS_SERVER names, else the version that
 * NATS_SERVER_VERSION names, else the pinned one.
 */
public final class NatsServer extends TestServer {
    private static final int PROBE_MILLIS = 1000;
    private static final Pattern VERSION = Pattern.compile("\"version\":\"([^\"]+)\"");

    private final Path program;
    private final String serverName = "causality-" + UUID.randomUUID();
    private final List<String> configuration;
    private final List<String> jetStream;
    private volatile String version = "unknown";

    private NatsServer(Builder builder) {
        super("nats-server", builder.placement);
        program = builder.program != null ? builder.program : Tools.natsServer(builder.version);
        configuration = List.copyOf(builder.configuration);
        jetStream = List.copyOf(builder.jetStream);
    }

    /** Starts a server with default settings and waits until it is ready. */
    public static NatsServer start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The address that clients connect to. */
    public String url() {
        return "nats://127.0.0.1:" + port();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    List<String> command(Path folder, int port) {
        List<String> lines = new ArrayList<>();
        lines.add("server_name: \"" + serverName + "\"");
        lines.add("listen: \"127.0.0.1:" + port + "\"");
        lines.add("jetstream {");
        lines.add("store_dir: \"" + folder.resolve("data") + "\"");
        lines.addAll(jetStream);
        lines.add("}");
        lines.addAll(configuration);
        Path file = folder.resolve("nats-server.conf");
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return List.of(program.toString(), "--config", file.toString());
    }

    @Override
    boolean isReady(ChildProcess started, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            socket.setSoTimeout(PROBE_MILLIS);
            String greeting = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (greeting == null || !greeting.contains(serverName)) {
                return false;
            }
            Matcher matcher = VERSION.matcher(greeting);
            version = matcher.find() ? matcher.group(1) : "unknown";
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Settings of a server before its start. Not thread-safe. */
    public static final class Builder {
        private Placement placement = Placement.ANYWHERE;
        private @Nullable Path program;
        private @Nullable String version;
        private final List<String> configuration = new ArrayList<>();
        private final List<String> jetStream = new ArrayList<>();

        private Builder() {}

        /** Runs this program instead of the one that the settings name. */
        public Builder program(Path file) {
            program = file;
            return this;
        }

        /** Runs this version, which {@code NATS_SERVER_VERSION=... make setup} has installed. */
        public Builder version(String wanted) {
            version = wanted;
            return this;
        }

        /** Listens on this port instead of a free one. */
        public Builder port(int fixed) {
            placement = placement.withPort(fixed);
            return this;
        }

        /** Keeps configuration, log and data in this folder, which outlives the server. */
        public Builder folder(Path kept) {
            placement = placement.withFolder(kept);
            return this;
        }

        /** The largest message that the server takes, headers included, in bytes. */
        public Builder maxPayload(int bytes) {
            return configuration("max_payload: " + bytes);
        }

        /** How often JetStream calls fsync; the server's default is two minutes. */
        public Builder syncInterval(Duration interval) {
            return jetStream("sync_interval: \"" + interval.toMillis() + "ms\"");
        }

        /** JetStream calls fsync before it confirms a message. */
        public Builder syncAlways() {
            return jetStream("sync_interval: always");
        }

        /** Adds lines in the server's own configuration language. */
        public Builder configuration(String lines) {
            configuration.add(lines);
            return this;
        }

        /** Adds a line to the server's JetStream block, for example {@code max_file_store: 100MB}. */
        public Builder jetStream(String line) {
            jetStream.add(line);
            return this;
        }

        Builder placement(Placement chosen) {
            placement = chosen;
            return this;
        }

        /**
         * Starts the server and waits until it is ready.
         *
         * @throws ServerStartException when it does not become ready
         */
        public NatsServer start() {
            NatsServer server = new NatsServer(this);
            server.launch();
            return server;
        }
    }
}
