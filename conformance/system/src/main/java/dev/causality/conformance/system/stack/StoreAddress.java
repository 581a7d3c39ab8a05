package dev.causality.conformance.system.stack;

import java.net.URI;

/** An S3 bucket and how to get in. */
public record StoreAddress(URI endpoint, String region, String bucket, String accessKey, String secretKey) {
    @Override
    public String toString() {
        return endpoint + "/" + bucket;
    }
}
