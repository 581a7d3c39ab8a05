package dev.causality.adapters.s3;

import dev.causality.adapters.s3.S3Requests.Reply;
import dev.causality.kernel.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Turns the store's replies into the port's outcomes. */
final class S3ObjectStore implements S3Store {

    private static final int PRECONDITION_FAILED = 412;
    private static final int BAD_REQUEST = 400;
    private static final int MAX_KEYS_OF_ONE_ANSWER = 1000;

    private final S3Requests requests;
    private final StartCheck startCheck;
    private final Runnable onClose;

    S3ObjectStore(S3Requests requests, StartCheck startCheck, Runnable onClose) {
        this.requests = requests;
        this.startCheck = startCheck;
        this.onClose = onClose;
    }

    @Override
    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
        return outcome(requests.put(object, true, deadline), true);
    }

    @Override
    public PutOutcome put(NewObject object, Deadline deadline) {
        return outcome(requests.put(object, false, deadline), false);
    }

    @Override
    public StoreAnswer<Optional<ObjectHead>> head(String key, Deadline deadline) {
        return switch (requests.head(key, deadline)) {
            case Reply.Success<HeadObjectResponse>(HeadObjectResponse head) ->
                known(new ObjectHead(head.contentLength(), lowerCase(head.metadata())));
            case Reply.Failed<HeadObjectResponse>(Failure failure) ->
                failure.isNotFound() ? absentUnlessBucketIs(deadline) : unavailable(failure);
        };
    }

    @Override
    public StoreAnswer<Optional<StoredObject>> get(String key, Deadline deadline) {
        return switch (requests.get(key, deadline)) {
            case Reply.Success<ResponseBytes<GetObjectResponse>>(ResponseBytes<GetObjectResponse> got) ->
                known(new StoredObject(
                        got.asByteArrayUnsafe(), lowerCase(got.response().metadata())));
            case Reply.Failed<ResponseBytes<GetObjectResponse>>(Failure failure) ->
                failure.code().equals("NoSuchKey") ? new StoreAnswer.Known<>(Optional.empty()) : unavailable(failure);
        };
    }

    @Override
    public StoreAnswer<List<String>> list(String prefix, String startAfter, int limit, Deadline deadline) {
        List<String> keys = new ArrayList<>();
        String after = startAfter;
        while (keys.size() < limit) {
            int wanted = Math.min(limit - keys.size(), MAX_KEYS_OF_ONE_ANSWER);
            switch (requests.list(prefix, after, wanted, deadline)) {
                case Reply.Failed<ListObjectsV2Response>(Failure failure) -> {
                    return unavailable(failure);
                }
                case Reply.Success<ListObjectsV2Response>(ListObjectsV2Response page) -> {
                    page.contents().stream().map(S3Object::key).forEach(keys::add);
                    if (!page.isTruncated() || page.contents().isEmpty()) {
                        return new StoreAnswer.Known<>(List.copyOf(keys));
                    }
                    after = keys.getLast();
                }
            }
        }
        return new StoreAnswer.Known<>(List.copyOf(keys));
    }

    @Override
    public Capabilities check(String keyPrefix, Deadline deadline) {
        return startCheck.run(this, keyPrefix, deadline);
    }

    @Override
    public void close() {
        onClose.run();
    }

    private static PutOutcome outcome(Reply<PutObjectResponse> reply, boolean onlyIfAbsent) {
        return switch (reply) {
            case Reply.Success<PutObjectResponse> written -> new PutOutcome.Written();
            case Reply.Failed<PutObjectResponse>(Failure failure) -> outcome(failure, onlyIfAbsent);
        };
    }

    private static PutOutcome outcome(Failure failure, boolean onlyIfAbsent) {
        if (onlyIfAbsent && failure.status() == PRECONDITION_FAILED) {
            return new PutOutcome.AlreadyExists();
        }
        if (!failure.nothingWritten()) {
            return new PutOutcome.Unknown(failure.kind(), failure.detail());
        }
        boolean headerNotUnderstood = onlyIfAbsent
                && failure.status() == BAD_REQUEST
                && failure.detail().toLowerCase(Locale.ROOT).contains("if-none-match");
        return new PutOutcome.Refused(
                headerNotUnderstood ? StoreFailure.UNSUPPORTED : failure.kind(), failure.detail());
    }

    /** A HEAD is answered 404 for want of the object or of the bucket alike; only the former means that it is absent. */
    private StoreAnswer<Optional<ObjectHead>> absentUnlessBucketIs(Deadline deadline) {
        return switch (requests.headBucket(deadline)) {
            case Reply.Success<HeadBucketResponse> bucketExists -> new StoreAnswer.Known<>(Optional.empty());
            case Reply.Failed<HeadBucketResponse>(Failure failure) ->
                failure.isNotFound()
                        ? new StoreAnswer.Unavailable<>(StoreFailure.NO_SUCH_BUCKET, failure.detail())
                        : unavailable(failure);
        };
    }

    private static <T> StoreAnswer<Optional<T>> known(T value) {
        return new StoreAnswer.Known<>(Optional.of(value));
    }

    private static <T> StoreAnswer<T> unavailable(Failure failure) {
        return new StoreAnswer.Unavailable<>(failure.kind(), failure.detail());
    }

    /** Header names have no case, and stores differ in the one they answer with. */
    private static Map<String, String> lowerCase(Map<String, String> metadata) {
        Map<String, String> lower = new TreeMap<>();
        metadata.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }
}
