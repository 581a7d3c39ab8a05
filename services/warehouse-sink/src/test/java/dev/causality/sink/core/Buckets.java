package dev.causality.sink.core;

import dev.causality.testservers.S3Server;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Buckets on a test's server. */
final class Buckets {

    private Buckets() {}

    /** Creates a new one; answers its name. */
    static String create(S3Server server) {
        String name = "sink-" + UUID.randomUUID();
        try (S3Client client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(Apache5HttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .build()) {
            client.createBucket(request -> request.bucket(name));
        }
        return name;
    }
}
