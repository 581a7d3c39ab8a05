package dev.causality.testservers;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Redis server with its append-only file on and flushed at every write, so that a kill loses nothing. */
public final class RedisServer extends TestServer {
    private static final Pattern VERSION = Pattern.compile("Redis version=([^,]+)");

    private final Path program;

    private RedisServer(Placement placement) {
        super("redis-server", placement);
        program = Tools.redisServer();
    }

    /** Starts a server on a free port and waits until it is ready. */
    public static RedisServer start() {
        return start(Placement.ANYWHERE);
    }

    static RedisServer start(Placement placement) {
        RedisServer server = new RedisServer(placement);
        server.launch();
        return server;
    }

    /** The address that clients connect to. */
    public String url() {
        return "redis://127.0.0.1:" + port();
    }

    @Override
    public String version() {
        Matcher matcher = VERSION.matcher(process().output());
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    @Override
    List<String> command(Path folder, int port) {
        return List.of(
                program.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                Folders.create(folder.resolve("data")).toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "");
    }

    /** Its log says when this process accepts connections; any server may answer one. */
    @Override
    boolean isReady(ChildProcess started, int port) {
        return started.output().contains("Ready to accept connections");
    }
}
