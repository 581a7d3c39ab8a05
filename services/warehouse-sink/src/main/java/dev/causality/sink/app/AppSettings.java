package dev.causality.sink.app;

import dev.causality.adapters.nats.NatsSettings;
import dev.causality.adapters.parquet.ParquetCompression;
import dev.causality.adapters.s3.S3Config;
import dev.causality.adapters.s3.S3Place;
import dev.causality.kernel.process.ProcessSettings;
import dev.causality.kernel.settings.Settings;
import dev.causality.sink.config.SinkConfig;
import dev.causality.sink.config.SinkSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The settings of the whole process: those of the core, and where its ports lead.
 *
 * @param allowUnconditionalPut whether to work on a store on which rows may be stored twice
 */
record AppSettings(
        SinkConfig core,
        List<URI> natsServers,
        S3Config s3,
        boolean allowUnconditionalPut,
        ParquetCompression compression) {

    static final String SHUTDOWN_TIMEOUT = "60s";

    private static final int MAX_CONNECTIONS = 1_000;

    /** The buffers may take this part of the heap; the rest is for files being built and for the clients. */
    private static final int HEAP_FRACTION = 3;

    static Supplier<AppSettings> declare(Settings settings) {
        Duration shutdown = ProcessSettings.shutdownTimeout(settings, SHUTDOWN_TIMEOUT);
        List<URI> servers = NatsSettings.servers(settings);
        Supplier<SinkConfig> core = SinkSettings.declare(settings, shutdown);
        long buffers = settings.bytes("BUFFER_MAX_BYTES", SinkSettings.BUFFER_DESCRIPTION)
                .atLeast(SinkSettings.BUFFER_LEAST)
                .or(SinkSettings.BUFFER_DEFAULT);
        long heap = Runtime.getRuntime().maxMemory();
        settings.check(
                buffers <= heap / HEAP_FRACTION,
                "must be at most a third of the heap (" + heap + " bytes): lower it, or raise -Xmx",
                "BUFFER_MAX_BYTES");
        Supplier<S3Config> s3 = s3(settings);
        boolean unconditional = settings.bool(
                        "S3_ALLOW_UNCONDITIONAL_PUT",
                        "Work on a store without conditional PUT, although rows may be stored twice there.")
                .or("false");
        ParquetCompression compression = settings.enumeration(
                        "PARQUET_COMPRESSION", ParquetCompression.class, "How files are compressed.")
                .or("zstd");
        return () -> new AppSettings(core.get(), servers, s3.get(), unconditional, compression);
    }

    private static Supplier<S3Config> s3(Settings settings) {
        Supplier<S3Place> place = S3Place.declare(settings);
        Duration attempt = settings.duration("S3_ATTEMPT_TIMEOUT", SinkSettings.ATTEMPT_DESCRIPTION)
                .between(SinkSettings.ATTEMPT_LEAST, SinkSettings.ATTEMPT_MOST)
                .or(SinkSettings.ATTEMPT_DEFAULT);
        int connections = settings.integer("S3_MAX_CONNECTIONS", "Requests to the store under way at once.")
                .between(1, MAX_CONNECTIONS)
                .or("32");
        return () -> place.get().config(attempt, connections);
    }
}
