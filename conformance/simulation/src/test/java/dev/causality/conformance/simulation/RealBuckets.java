package dev.causality.conformance.simulation;

import dev.causality.adapters.s3.S3Config;
import dev.causality.adapters.s3.S3Store;
import dev.causality.adapters.s3.S3Stores;
import dev.causality.kernel.Kernel;
import dev.causality.testservers.S3Server;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes and opens buckets of a real S3 server. */
final class RealBuckets {

    private static final String REGION = "us-east-1";
    private static final Duration ATTEMPT = Duration.ofMillis(1_400);
    private static final Duration CALL = Duration.ofMillis(1_500);
    private static final int CONNECTIONS = 16;

    private RealBuckets() {}

    static S3Store create(S3Server server, String bucket, Kernel kernel) {
        try (S3Client client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.of(REGION))
                .httpClient(Apache5HttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .build()) {
            client.createBucket(request -> request.bucket(bucket));
        }
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
