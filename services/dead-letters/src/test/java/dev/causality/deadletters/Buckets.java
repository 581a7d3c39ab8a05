package dev.causality.deadletters;

import dev.causality.adapters.s3.S3Config;
import dev.causality.adapters.s3.S3Store;
import dev.causality.adapters.s3.S3Stores;
import dev.causality.testservers.S3Server;
import java.time.Duration;
import java.util.Optional;

/** Makes buckets, which our adapter never does. */
final class Buckets {

    static final String NAME = "dead-letters";
    private static final String REGION = "us-east-1";

    private Buckets() {}

    /** Makes the bucket and opens it. */
    static S3Store create(S3Server server) {
        server.createBucket(NAME);
        return S3Stores.open(
                new S3Config(
                        server.endpoint(),
                        REGION,
                        NAME,
                        Optional.of(new S3Config.Keys(server.accessKey(), server.secretKey())),
                        true,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        S3Config.Checksums.WHEN_REQUIRED,
                        4),
                World.KERNEL);
    }
}
