package dev.causality.adapters.s3;

import dev.causality.ports.ObjectStore.StoreFailure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * What a failed request means.
 *
 * <p>The one question is whether the failure proves that this request wrote nothing and never will. The list of proofs is
 * short, and everything else is not one:
 *
 * <ul>
 *   <li>the request never left: no credentials, no connection;
 *   <li>a refusal by a status that says so: 3xx, 4xx (but 408, which a proxy may answer in the store's stead), 501;
 *   <li>throttling that names itself: 429, or 503 with S3's own code SlowDown.
 * </ul>
 *
 * <p>No other 5xx is a proof: a load balancer answers 502, 503 or 504, and a store 500, for requests whose body it has
 * passed on or half committed. Nor is any timeout, or a connection that ended early.
 *
 * @param code S3's error code; "" where there was none
 * @param nothingWritten whether the failure is such a proof
 */
record Failure(StoreFailure kind, int status, String code, String detail, boolean nothingWritten) {

    private static final int NO_STATUS = 0;
    private static final int MAX_DETAIL_LENGTH = 300;
    private static final int MAX_CAUSES = 20;
    private static final Set<String> CREDENTIAL_CODES = Set.of(
            "ExpiredToken", "InvalidToken", "TokenRefreshRequired", "InvalidAccessKeyId", "SignatureDoesNotMatch");
    private static final Set<String> REQUEST_TIMEOUT_CODES = Set.of("RequestTimeout");
    private static final Set<String> UNSUPPORTED_CODES = Set.of("NotImplemented", "MethodNotAllowed");

    /** A failure before there was a request. */
    static Failure notSent(StoreFailure kind, String detail) {
        return new Failure(kind, NO_STATUS, "", detail, true);
    }

    static Failure of(RuntimeException thrown, Transmission transmission) {
        if (thrown instanceof AwsServiceException answer && answer.statusCode() != NO_STATUS) {
            return answered(answer);
        }
        if (thrown instanceof ApiCallTimeoutException || thrown instanceof ApiCallAttemptTimeoutException) {
            return unanswered(StoreFailure.TIMEOUT, thrown, !transmission.begun());
        }
        if (!transmission.begun()) {
            boolean credentials = String.valueOf(thrown.getMessage()).contains("credentials");
            return unanswered(credentials ? StoreFailure.ACCESS_DENIED : StoreFailure.INVALID, thrown, true);
        }
        return unanswered(StoreFailure.CONNECTION, thrown, neverConnected(thrown));
    }

    /** S3 says NoSuchBucket only in a body, and the answer to a HEAD has none. */
    boolean isNotFound() {
        return status == 404 && kind != StoreFailure.NO_SUCH_BUCKET;
    }

    private static Failure answered(AwsServiceException answer) {
        int status = answer.statusCode();
        String code = Optional.ofNullable(answer.awsErrorDetails())
                .map(details -> details.errorCode())
                .orElse("");
        StoreFailure kind = kind(status, code);
        return new Failure(kind, status, code, shortened(status + " " + message(answer)), isRefusal(status, kind));
    }

    private static StoreFailure kind(int status, String code) {
        if (CREDENTIAL_CODES.contains(code) || status == 401 || status == 403) {
            return StoreFailure.ACCESS_DENIED;
        }
        if (REQUEST_TIMEOUT_CODES.contains(code) || status == 408 || status == 504) {
            return StoreFailure.TIMEOUT;
        }
        if (UNSUPPORTED_CODES.contains(code) || status == 501 || status == 405) {
            return StoreFailure.UNSUPPORTED;
        }
        return switch (status) {
            case 404 -> code.equals("NoSuchBucket") ? StoreFailure.NO_SUCH_BUCKET : StoreFailure.INVALID;
            case 409 -> StoreFailure.CONFLICT;
            case 429 -> StoreFailure.THROTTLED;
            case 503 -> code.equals("SlowDown") ? StoreFailure.THROTTLED : StoreFailure.SERVER_ERROR;
            default -> status >= 500 ? StoreFailure.SERVER_ERROR : StoreFailure.INVALID;
        };
    }

    private static boolean isRefusal(int status, StoreFailure kind) {
        if (status >= 500) {
            return status == 501 || kind == StoreFailure.THROTTLED;
        }
        return status >= 300 && status != 408;
    }

    private static Failure unanswered(StoreFailure kind, RuntimeException thrown, boolean nothingWritten) {
        return new Failure(kind, NO_STATUS, "", shortened(message(thrown)), nothingWritten);
    }

    /** Whether no connection was made, in which case no byte of the request left. */
    private static boolean neverConnected(Throwable thrown) {
        return causes(thrown)
                .anyMatch(cause -> cause instanceof ConnectException
                        || cause instanceof ConnectTimeoutException
                        || cause instanceof ConnectionRequestTimeoutException
                        || cause instanceof UnknownHostException
                        || cause instanceof NoRouteToHostException);
    }

    /** The SDK's own message, and the innermost one where it says more. */
    private static String message(Throwable thrown) {
        String outer = String.valueOf(thrown.getMessage());
        return causes(thrown)
                .reduce((cause, deeper) -> deeper)
                .filter(root -> !outer.contains(String.valueOf(root.getMessage())))
                .map(root -> outer + " (" + root.getClass().getSimpleName() + ": " + root.getMessage() + ")")
                .orElse(outer);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && causes.size() < MAX_CAUSES; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes.stream();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_DETAIL_LENGTH ? text : text.substring(0, MAX_DETAIL_LENGTH) + "…";
    }
}
