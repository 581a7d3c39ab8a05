package dev.causality.faults.proxy.tap;

import dev.causality.testservers.S3Server;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The real clients, as users configure them. */
public final class Clients {
    private Clients() {}

    /** The SDK's client of a store that is reached on this port. It tries each request once. */
    public static S3Client s3(S3Server store, int port) {
        return s3(store, port, true);
    }

    /** @param chunks whether bodies come in the SDK's own chunks, the last bytes of which no server waits for */
    public static S3Client s3(S3Server store, int port, boolean chunks) {
        return S3Client.builder()
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(chunks))
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(store.accessKey(), store.secretKey())))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }
}
