package dev.causality.conformance.simulation;

import dev.causality.adapters.s3.S3Config;
import dev.causality.adapters.s3.S3Store;
import dev.causality.adapters.s3.S3Stores;
import dev.causality.kernel.Kernel;
import dev.causality.testservers.S3Server;
import java.time.Duration;
import java.util.Optional;

/** Makes and opens buckets of a real S3 server. */
final class RealBuckets {

    private static final String REGION = "us-east-1";
    private static final Duration ATTEMPT = Duration.ofMillis(1_400);
    private static final Duration CALL = Duration.ofMillis(1_500);
    private static final int CONNECTIONS = 16;

    private RealBuckets() {}

    static S3Store create(S3Server server, String bucket, Kernel kernel) {
        server.createBucket(bucket);
        return S3Stores.open(
                new S3Config(
                        server.endpoint(),
                        REGION,
                        bucket,
                        Optional.of(new S3Config.Keys(server.accessKey(), server.secretKey())),
                        true,
                        ATTEMPT,
                        CALL,
                        S3Config.Checksums.WHEN_REQUIRED,
                        CONNECTIONS),
                kernel);
    }
}
