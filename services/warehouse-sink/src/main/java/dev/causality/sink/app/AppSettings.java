package dev.causality.sink.app;

import dev.causality.adapters.parquet.ParquetCompression;
import dev.causality.adapters.s3.S3Config;
import dev.causality.kernel.process.ProcessSettings;
import dev.causality.kernel.settings.Secret;
import dev.causality.kernel.settings.Settings;
import dev.causality.sink.config.SinkConfig;
import dev.causality.sink.config.SinkSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        List<URI> servers =
                settings.urls("NATS_URL", "The NATS servers.", "nats", "tls").or("nats://localhost:4222");
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
        URI endpoint = settings.url("S3_ENDPOINT", "The object store.", "http", "https")
                .or("http://localhost:9000");
        String region = settings.string("S3_REGION", "Its region.").or("us-east-1");
        String bucket =
                settings.string("S3_BUCKET", "The bucket; it must exist.").or("causality-events");
        Optional<String> keyId = settings.string(
                        "S3_ACCESS_KEY_ID", "Access key. Without one: the AWS SDK's usual places.")
                .optional();
        Optional<Secret> key =
                settings.secret("S3_SECRET_ACCESS_KEY", "Its secret.").optional();
        settings.check(
                keyId.isPresent() == key.isPresent(),
                "must be set together with the other, or neither",
                "S3_ACCESS_KEY_ID",
                "S3_SECRET_ACCESS_KEY");
        boolean pathStyle = settings.bool("S3_USE_PATH_STYLE", "Whether the bucket is part of the path.")
                .or("true");
        S3Config.Checksums checksums = settings.enumeration(
                        "S3_CHECKSUMS", S3Config.Checksums.class, "When the client adds checksums to requests.")
                .or("when-required");
        Duration attempt = settings.duration("S3_ATTEMPT_TIMEOUT", SinkSettings.ATTEMPT_DESCRIPTION)
                .between(SinkSettings.ATTEMPT_LEAST, SinkSettings.ATTEMPT_MOST)
                .or(SinkSettings.ATTEMPT_DEFAULT);
        int connections = settings.integer("S3_MAX_CONNECTIONS", "Requests to the store under way at once.")
                .between(1, MAX_CONNECTIONS)
                .or("32");
        return () -> new S3Config(
                endpoint,
                region,
                bucket,
                keyId.flatMap(id -> key.map(secret -> new S3Config.Keys(id, secret.value()))),
                pathStyle,
                attempt,
                attempt.plusSeconds(1),
                checksums,
                connections);
    }
}
