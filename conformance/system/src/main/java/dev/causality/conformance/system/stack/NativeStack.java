package dev.causality.conformance.system.stack;

import dev.causality.checkers.history.HistoryWriter;
import dev.causality.checkers.history.ProcessEvent;
import dev.causality.checkers.history.ProcessEvent.ProcessExited;
import dev.causality.checkers.history.ProcessEvent.ProcessSignalled;
import dev.causality.checkers.history.ProcessEvent.ProcessStarted;
import dev.causality.checkers.history.ProcessEvent.Signal;
import dev.causality.testservers.NatsServer;
import dev.causality.testservers.S3Server;
import dev.causality.testservers.TestServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A NATS server and an S3-compatible store as child processes on free loopback ports, with their data in one folder. */
public final class NativeStack implements Stack {
    private static final String BUCKET = "causality-events";
    private static final String REGION = "us-east-1";
    private static final int STORE_HEAP_MEBIBYTES = 192;
    private static final int KILLED = 137;

    private @Nullable HistoryWriter history;
    private final NatsServer nats;
    private final S3Server s3;

    private NativeStack(NatsServer nats, S3Server s3) {
        this.nats = nats;
        this.s3 = s3;
    }

    /** Starts both servers and makes the bucket. */
    public static NativeStack start(Path folder) {
        NatsServer nats = NatsServer.builder().folder(folder.resolve("nats")).start();
        S3Server s3 = S3Server.builder()
                .folder(folder.resolve("s3"))
                .heapMebibytes(STORE_HEAP_MEBIBYTES)
                .start();
        NativeStack stack = new NativeStack(nats, s3);
        s3.createBucket(BUCKET);
        return stack;
    }

    @Override
    public synchronized void attach(HistoryWriter writer) {
        history = writer;
        record(at -> new ProcessStarted(at, "stream", "stream"));
        record(at -> new ProcessStarted(at, "store", "store"));
    }

    private synchronized void record(LongFunction<ProcessEvent> eventAt) {
        if (history != null) {
            history.append(eventAt);
        }
    }

    @Override
    public String natsUrl() {
        return nats.url();
    }

    @Override
    public StoreAddress store() {
        return new StoreAddress(s3.endpoint(), REGION, BUCKET, s3.accessKey(), s3.secretKey());
    }

    @Override
    public Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("nats-server", nats.version());
        versions.put("s3proxy", s3.version());
        return versions;
    }

    @Override
    public Optional<Breakable> breakableStore() {
        return Optional.of(new Server("store", s3));
    }

    @Override
    public Optional<Breakable> breakableStream() {
        return Optional.of(new Server("stream", nats));
    }

    @Override
    public void close() {
        try {
            nats.close();
        } finally {
            s3.close();
        }
    }

    /** A server under its name in the history. */
    private final class Server implements Breakable {
        private final String name;
        private final TestServer server;

        private Server(String name, TestServer server) {
            this.name = name;
            this.server = server;
        }

        @Override
        public void kill() {
            record(at -> new ProcessSignalled(at, name, Signal.KILL));
            server.kill();
            record(at -> new ProcessExited(at, name, KILLED));
        }

        @Override
        public void restart() {
            server.restart();
            record(at -> new ProcessStarted(at, name, name));
        }

        @Override
        public void pause() {
            record(at -> new ProcessSignalled(at, name, Signal.STOP));
            server.pause();
        }

        @Override
        public void resume() {
            record(at -> new ProcessSignalled(at, name, Signal.CONT));
            server.resume();
        }
    }
}
