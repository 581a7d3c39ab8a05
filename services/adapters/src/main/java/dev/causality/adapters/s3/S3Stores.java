package dev.causality.adapters.s3;

import dev.causality.adapters.s3.S3Config.Checksums;
import dev.causality.kernel.Kernel;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Opens object stores. */
public final class S3Stores {

    /**
     * A connection that nobody accepts within this time was never made, so the request was refused for certain; waiting
     * for the whole attempt would leave it unknown.
     */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** Below the idle timeout of common load balancers (60 s), so that a kept connection is seldom a dead one. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);

    private S3Stores() {}

    /** Opens a store without talking to it yet. */
    public static S3Store open(S3Config config, Kernel kernel) {
        SdkHttpClient http = httpClient(config);
        S3Client client = client(config, http);
        S3Requests requests = new S3Requests(config, client, kernel);
        return new S3ObjectStore(requests, new StartCheck(config, requests, kernel), () -> {
            client.close();
            http.close();
        });
    }

    private static S3Client client(S3Config config, SdkHttpClient http) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .endpointOverride(config.endpoint())
                .region(Region.of(config.region()))
                .credentialsProvider(credentials(config))
                .forcePathStyle(config.pathStyle())
                .crossRegionAccessEnabled(false)
                .disableS3ExpressSessionAuth(true)
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(false)
                        .expectContinueEnabled(false)
                        .build())
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(config.callTimeout())
                        .apiCallAttemptTimeout(config.attemptTimeout())
                        .addExecutionInterceptor(new Transmission.Watcher()));
        return withChecksums(builder, config.checksums()).build();
    }

    private static S3ClientBuilder withChecksums(S3ClientBuilder builder, Checksums checksums) {
        return switch (checksums) {
            case WHEN_REQUIRED ->
                builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
            case WHEN_SUPPORTED ->
                builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED);
        };
    }

    /**
     * Apache's blocking client: a virtual thread that waits for it costs nothing, it sends each request once, and it tells
     * a connection that was never made from one that broke. The JDK's HttpURLConnection does neither of the last two.
     */
    private static SdkHttpClient httpClient(S3Config config) {
        Duration connect =
                config.attemptTimeout().compareTo(CONNECT_TIMEOUT) < 0 ? config.attemptTimeout() : CONNECT_TIMEOUT;
        return Apache5HttpClient.builder()
                .maxConnections(config.maxConnections())
                .connectionTimeout(connect)
                .connectionAcquisitionTimeout(config.attemptTimeout())
                .socketTimeout(config.attemptTimeout())
                .connectionMaxIdleTime(IDLE_TIMEOUT)
                .expectContinueEnabled(false)
                .build();
    }

    private static AwsCredentialsProvider credentials(S3Config config) {
        return config.keys()
                .<AwsCredentialsProvider>map(keys -> StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }
}
