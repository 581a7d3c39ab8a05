package dev.causality.conformance.contract;

import dev.causality.ports.ObjectStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3ObjectStoreTest extends ObjectStoreContract {

    private static RealS3 s3;

    @BeforeAll
    static void start() {
        s3 = new RealS3();
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @Override
    protected Stage<ObjectStore> stage() {
        return Stage.of(s3.kernel(), s3.store());
    }
}
