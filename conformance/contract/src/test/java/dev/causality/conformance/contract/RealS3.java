package dev.causality.conformance.contract;

import dev.causality.adapters.s3.S3Config;
import dev.causality.adapters.s3.S3Store;
import dev.causality.adapters.s3.S3Stores;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.ObjectStore;
import dev.causality.testservers.S3Server;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server with one bucket, and a client of it. */
public final class RealS3 implements AutoCloseable {

    private static final String BUCKET = "contract";
    private static final int CONNECTIONS = 20;

    private final S3Server server = S3Server.start();
    private final Kernel kernel = Kernels.jdk();
    private final S3Store store;

    public RealS3() {
        createBucket();
        this.store = S3Stores.open(
                new S3Config(
                        server.endpoint(),
                        "us-east-1",
                        BUCKET,
                        Optional.of(new S3Config.Keys(server.accessKey(), server.secretKey())),
                        true,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(12),
                        S3Config.Checksums.WHEN_REQUIRED,
                        CONNECTIONS),
                kernel);
    }

    private void createBucket() {
        try (S3Client client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(Apache5HttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .build()) {
            client.createBucket(request -> request.bucket(BUCKET));
        }
    }

    public Kernel kernel() {
        return kernel;
    }

    public ObjectStore store() {
        return store;
    }

    @Override
    public void close() {
        store.close();
        server.close();
    }
}
