package dev.causality.deadletters;

import dev.causality.adapters.s3.S3Config;
import dev.causality.adapters.s3.S3Store;
import dev.causality.adapters.s3.S3Stores;
import dev.causality.testservers.S3Server;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes buckets, which our adapter never does. */
final class Buckets {

    static final String NAME = "dead-letters";
    private static final String REGION = "us-east-1";

    private Buckets() {}

    /** Makes the bucket and opens it. */
    static S3Store create(S3Server server) {
        AwsBasicCredentials keys = AwsBasicCredentials.create(server.accessKey(), server.secretKey());
        try (S3Client client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .forcePathStyle(true)
                .build()) {
            client.createBucket(request -> request.bucket(NAME));
        }
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
