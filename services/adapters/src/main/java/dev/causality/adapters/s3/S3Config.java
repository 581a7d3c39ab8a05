package dev.causality.adapters.s3;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which bucket, and how to talk to it.
 *
 * @param endpoint the store's address, http or https
 * @param keys none: where the AWS SDK finds them by itself (environment, profile, container, instance)
 * @param pathStyle whether the bucket is part of the path (most S3-compatible stores) or of the host name (AWS)
 * @param attemptTimeout how long one request may take
 * @param callTimeout how long one call may take, all that surrounds its request included; more than
 *     {@code attemptTimeout}
 * @param maxConnections how many requests may be under way at once
 */
public record S3Config(
        URI endpoint,
        String region,
        String bucket,
        Optional<Keys> keys,
        boolean pathStyle,
        Duration attemptTimeout,
        Duration callTimeout,
        Checksums checksums,
        int maxConnections) {

    private static final int MAX_CONNECTIONS_LIMIT = 10_000;
    private static final String REGION_PATTERN = "[A-Za-z0-9-]+";
    private static final String BUCKET_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]";

    /** @throws IllegalArgumentException naming every setting that is wrong, in one message */
    public S3Config {
        List<String> errors = new ArrayList<>();
        if (!Set.of("http", "https")
                        .contains(String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT))
                || endpoint.getHost() == null) {
            errors.add("S3_ENDPOINT must be a URL such as http://localhost:9000, not '" + endpoint + "'");
        }
        if (!region.matches(REGION_PATTERN)) {
            errors.add("S3_REGION must be a region's name such as us-east-1, not '" + region + "'");
        }
        if (!bucket.matches(BUCKET_PATTERN)) {
            errors.add("S3_BUCKET must be 3 to 63 letters, digits, '.', '_' or '-', not '" + bucket + "'");
        }
        if (!positive(attemptTimeout) || attemptTimeout.compareTo(callTimeout) >= 0) {
            errors.add("the S3 attempt timeout (" + attemptTimeout
                    + ") must be positive and less than the call timeout (" + callTimeout + ")");
        }
        if (maxConnections < 1 || maxConnections > MAX_CONNECTIONS_LIMIT) {
            errors.add("the S3 connection limit must be 1 to " + MAX_CONNECTIONS_LIMIT + ", not " + maxConnections);
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
    }

    private static boolean positive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    /** A pair of access keys. Never printed. */
    public record Keys(String accessKeyId, String secretAccessKey) {

        /** @throws IllegalArgumentException when one of the two is missing */
        public Keys {
            if (accessKeyId.isBlank() || secretAccessKey.isBlank()) {
                throw new IllegalArgumentException(
                        "S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set both, or neither");
            }
        }

        @Override
        public String toString() {
            return "Keys[hidden]";
        }
    }

    /** When the client adds a checksum of its own to a request and checks that of an answer. */
    public enum Checksums {
        /** Only where S3 demands it. The one that every S3-compatible store understands. */
        WHEN_REQUIRED,
        /** Wherever S3 can take it: CRC32 on every PUT, which several S3-compatible stores refuse. */
        WHEN_SUPPORTED
    }
}
