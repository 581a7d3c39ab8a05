package dev.causality.conformance.system.evidence;

import dev.causality.conformance.system.stack.S3Clients;
import dev.causality.conformance.system.stack.StoreAddress;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The bucket, as the harness reads it. Thread-safe. */
public final class Bucket implements AutoCloseable {
    private final S3Client client;
    private final String name;

    public Bucket(StoreAddress store) {
        this.client = S3Clients.open(store);
        this.name = store.bucket();
    }

    /** The keys of all objects under a prefix. */
    public List<String> keys(String prefix) {
        return client.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** An object's bytes; nothing when there is no such object. */
    public Optional<byte[]> get(String key) {
        try {
            return Optional.of(
                    client.getObjectAsBytes(request -> request.bucket(name).key(key))
                            .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
