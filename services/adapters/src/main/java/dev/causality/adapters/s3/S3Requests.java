package dev.causality.adapters.s3;

import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.ObjectStore.StoreFailure;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** The requests to one bucket, each sent once and bounded by its deadline. Thread-safe. */
final class S3Requests {

    private static final String ANY_OBJECT = "*";

    private final S3Config config;
    private final S3Client client;
    private final Kernel kernel;

    S3Requests(S3Config config, S3Client client, Kernel kernel) {
        this.config = config;
        this.client = client;
        this.kernel = kernel;
    }

    /** What came of a request: an answer, or a failure. */
    sealed interface Reply<T> {
        record Success<T>(T value) implements Reply<T> {}

        record Failed<T>(Failure failure) implements Reply<T> {}
    }

    Reply<PutObjectResponse> put(NewObject object, boolean onlyIfAbsent, Deadline deadline) {
        return send(deadline, override -> {
            PutObjectRequest.Builder request = PutObjectRequest.builder()
                    .bucket(config.bucket())
                    .key(object.key())
                    .contentType(object.contentType())
                    .metadata(object.metadata())
                    .overrideConfiguration(override);
            if (onlyIfAbsent) {
                request.ifNoneMatch(ANY_OBJECT);
            }
            return client.putObject(request.build(), bodyOf(object));
        });
    }

    Reply<HeadObjectResponse> head(String key, Deadline deadline) {
        return send(
                deadline,
                override -> client.headObject(
                        request -> request.bucket(config.bucket()).key(key).overrideConfiguration(override)));
    }

    Reply<HeadBucketResponse> headBucket(Deadline deadline) {
        return send(
                deadline,
                override -> client.headBucket(
                        request -> request.bucket(config.bucket()).overrideConfiguration(override)));
    }

    Reply<ResponseBytes<GetObjectResponse>> get(String key, Deadline deadline) {
        return send(
                deadline,
                override -> client.getObject(
                        request -> request.bucket(config.bucket()).key(key).overrideConfiguration(override),
                        ResponseTransformer.toBytes()));
    }

    Reply<ListObjectsV2Response> list(String prefix, String startAfter, int limit, Deadline deadline) {
        return send(
                deadline,
                override -> client.listObjectsV2(request -> request.bucket(config.bucket())
                        .prefix(prefix)
                        .startAfter(startAfter.isEmpty() ? null : startAfter)
                        .maxKeys(limit)
                        .overrideConfiguration(override)));
    }

    Reply<DeleteObjectResponse> delete(String key, Deadline deadline) {
        return send(
                deadline,
                override -> client.deleteObject(
                        request -> request.bucket(config.bucket()).key(key).overrideConfiguration(override)));
    }

    private <T> Reply<T> send(Deadline deadline, Function<AwsRequestOverrideConfiguration, T> request) {
        Duration remaining = deadline.remaining(kernel);
        if (remaining.isZero()) {
            return new Reply.Failed<>(
                    Failure.notSent(StoreFailure.TIMEOUT, "the deadline had passed; nothing was sent"));
        }
        Transmission transmission = new Transmission();
        try {
            return new Reply.Success<>(request.apply(AwsRequestOverrideConfiguration.builder()
                    .apiCallTimeout(earlier(config.callTimeout(), remaining))
                    .apiCallAttemptTimeout(earlier(config.attemptTimeout(), remaining))
                    .putExecutionAttribute(Transmission.ATTRIBUTE, transmission)
                    .build()));
        } catch (RuntimeException failed) {
            return new Reply.Failed<>(Failure.of(failed, transmission));
        }
    }

    /** The SDK copies what it is given unless told that nobody changes it. */
    private static RequestBody bodyOf(NewObject object) {
        return RequestBody.fromContentProvider(
                ContentStreamProvider.fromByteArrayUnsafe(object.body()), object.body().length, object.contentType());
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
