package dev.causality.adapters.s3;

import dev.causality.adapters.s3.S3Config.Checksums;
import dev.causality.adapters.s3.S3Config.Keys;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.Kernels;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.testservers.S3Server;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Stores, objects and deadlines as the tests want them. */
final class S3Fixture {

    static final Kernel KERNEL = Kernels.jdk();
    static final String BUCKET = "causality-events";

    private S3Fixture() {}

    static S3Config config(URI endpoint, String accessKey, String secretKey) {
        return new S3Config(
                endpoint,
                "us-east-1",
                BUCKET,
                Optional.of(new Keys(accessKey, secretKey)),
                true,
                Duration.ofSeconds(10),
                Duration.ofSeconds(12),
                Checksums.WHEN_REQUIRED,
                40);
    }

    static S3Config config(S3Server server) {
        return config(server.endpoint(), server.accessKey(), server.secretKey());
    }

    static S3Store open(S3Server server) {
        return S3Stores.open(config(server), KERNEL);
    }

    static S3Store open(RawServer server) {
        return S3Stores.open(config(server.endpoint(), "any", "keys"), KERNEL);
    }

    static Deadline soon() {
        return KERNEL.deadlineIn(Duration.ofSeconds(20));
    }

    static Deadline in(Duration duration) {
        return KERNEL.deadlineIn(duration);
    }

    static NewObject object(String key, String body) {
        return new NewObject(key, body.getBytes(StandardCharsets.UTF_8), "text/plain", Map.of());
    }
}
