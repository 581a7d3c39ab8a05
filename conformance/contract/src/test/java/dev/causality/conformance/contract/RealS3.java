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

/** A real S3 server with one bucket, and a client of it. */
public final class RealS3 implements AutoCloseable {

    private static final String BUCKET = "contract";
    private static final int CONNECTIONS = 20;

    private final S3Server server = S3Server.start();
    private final Kernel kernel = Kernels.jdk();
    private final S3Store store;

    public RealS3() {
        server.createBucket(BUCKET);
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
