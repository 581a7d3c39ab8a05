package dev.causality.adapters.s3;

import dev.causality.adapters.s3.S3Store.Capabilities;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.ObjectStore.PutOutcome;
import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.ports.ObjectStore.StoreFailure;
import dev.causality.ports.ObjectStore.StoredObject;
import dev.causality.ports.PortException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Tries the bucket out with an object of no importance, and says by the name of the setting what is wrong. */
final class StartCheck {

    private static final byte[] PROBE_BODY =
            "written by a start check; may be deleted".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> PROBE_METADATA = Map.of("causality-probe", "start-check");

    private final S3Config config;
    private final S3Requests requests;
    private final Kernel kernel;

    StartCheck(S3Config config, S3Requests requests, Kernel kernel) {
        this.config = config;
        this.requests = requests;
        this.kernel = kernel;
    }

    Capabilities run(ObjectStore store, String keyPrefix, Deadline deadline) {
        String name = "_start-check-"
                + Long.toHexString(kernel.random("s3-start-check").nextLong());
        String key = keyPrefix.isEmpty() ? name : keyPrefix + "/" + name;
        NewObject probe = new NewObject(key, PROBE_BODY, "text/plain", PROBE_METADATA);
        requireWritable(store.put(probe, deadline));
        try {
            requireReadable(store.get(key, deadline));
            return new Capabilities(isConditional(store.putIfAbsent(probe, deadline)));
        } finally {
            requests.delete(key, deadline);
        }
    }

    private void requireWritable(PutOutcome outcome) {
        switch (outcome) {
            case PutOutcome.Written written -> {}
            case PutOutcome.Refused(StoreFailure failure, String detail) -> throw problem(failure, detail);
            case PutOutcome.Unknown(StoreFailure failure, String detail) -> throw problem(failure, detail);
            case PutOutcome.AlreadyExists exists -> throw notLikeS3("answered a plain PUT with 412");
        }
    }

    private void requireReadable(StoreAnswer<Optional<StoredObject>> answer) {
        switch (answer) {
            case StoreAnswer.Known<Optional<StoredObject>>(Optional<StoredObject> found) -> {
                StoredObject object = found.orElseThrow(() -> notLikeS3("lost an object that it had confirmed"));
                if (!Arrays.equals(object.body(), PROBE_BODY)) {
                    throw notLikeS3("answered with another body than was written");
                }
                if (!PROBE_METADATA.equals(object.metadata())) {
                    throw notLikeS3("answered with other metadata than were written: " + object.metadata());
                }
            }
            case StoreAnswer.Unavailable<Optional<StoredObject>>(StoreFailure failure, String detail) ->
                throw problem(failure, detail);
        }
    }

    private boolean isConditional(PutOutcome outcome) {
        return switch (outcome) {
            case PutOutcome.AlreadyExists exists -> true;
            case PutOutcome.Written overwritten -> false;
            case PutOutcome.Refused(StoreFailure failure, String detail)
            when failure == StoreFailure.UNSUPPORTED || failure == StoreFailure.INVALID -> false;
            case PutOutcome.Refused(StoreFailure failure, String detail) -> throw problem(failure, detail);
            case PutOutcome.Unknown(StoreFailure failure, String detail) -> throw problem(failure, detail);
        };
    }

    private PortException problem(StoreFailure failure, String detail) {
        String remedy = switch (failure) {
            case ACCESS_DENIED ->
                "refuses these credentials: check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and that they may"
                        + " read, write and delete in bucket '" + config.bucket() + "'";
            case NO_SUCH_BUCKET -> "has no bucket '" + config.bucket() + "': create it, or correct S3_BUCKET";
            case CONNECTION, TIMEOUT -> "cannot be reached: check that it runs, S3_ENDPOINT" + hintOnPathStyle();
            case THROTTLED, SERVER_ERROR, CONFLICT -> "cannot serve requests now";
            case INVALID, UNSUPPORTED ->
                "does not answer like S3, or not for this bucket: check S3_ENDPOINT, S3_REGION (" + config.region()
                        + ") and S3_USE_PATH_STYLE (" + config.pathStyle() + ")";
        };
        return new PortException("The object store at " + config.endpoint() + " " + remedy + ". It said: " + detail);
    }

    private String hintOnPathStyle() {
        return config.pathStyle()
                ? ""
                : ", and that S3_USE_PATH_STYLE=false is meant, which looks for the host '" + config.bucket() + "."
                        + config.endpoint().getHost() + "'";
    }

    private PortException notLikeS3(String what) {
        return new PortException("The server at " + config.endpoint() + " " + what
                + ": check that S3_ENDPOINT is the address of an S3-compatible store.");
    }
}
