package dev.causality.adapters.s3;

import dev.causality.kernel.settings.Secret;
import dev.causality.kernel.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the object store is and what it understands: the settings that every process that talks to it has in common.
 *
 * @param keys none: where the AWS SDK finds them by itself
 * @param pathStyle whether the bucket is part of the path
 */
public record S3Place(
        URI endpoint,
        String region,
        String bucket,
        Optional<S3Config.Keys> keys,
        boolean pathStyle,
        S3Config.Checksums checksums) {

    /** What a call may take longer than its one request. */
    private static final Duration AROUND_THE_ATTEMPT = Duration.ofSeconds(1);

    /** Declares them. */
    public static Supplier<S3Place> declare(Settings settings) {
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
        return () -> new S3Place(
                endpoint,
                region,
                bucket,
                keyId.flatMap(id -> key.map(secret -> new S3Config.Keys(id, secret.value()))),
                pathStyle,
                checksums);
    }

    /**
     * How to talk to it.
     *
     * @param attemptTimeout how long one request may take
     * @param maxConnections how many requests may be under way at once
     */
    public S3Config config(Duration attemptTimeout, int maxConnections) {
        return new S3Config(
                endpoint,
                region,
                bucket,
                keys,
                pathStyle,
                attemptTimeout,
                attemptTimeout.plus(AROUND_THE_ATTEMPT),
                checksums,
                maxConnections);
    }
}
