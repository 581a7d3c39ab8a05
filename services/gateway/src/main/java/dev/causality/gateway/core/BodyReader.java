package dev.causality.gateway.core;

import dev.causality.gateway.core.Outcome.Failed;
import dev.causality.gateway.core.Outcome.Ok;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads bodies of limited size, in limited time, into counted memory. A body of announced length is counted as it
 * arrives, so that a client which announces much and sends little holds little. One of unannounced length is counted at
 * the full limit from the start: servers take in a whole chunk before they hand on its first byte.
 */
final class BodyReader {

    private static final int FIRST_STEP = 64 * 1024;
    /** How soon a client that met a full house should come back. */
    static final int OVERLOADED_RETRY_SECONDS = 1;

    private final Kernel kernel;
    private final int maxBytes;
    private final Duration timeout;

    BodyReader(Kernel kernel, int maxBytes, Duration timeout) {
        this.kernel = kernel;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
    }

    /** The whole body. */
    Outcome<byte[]> read(Body body, Capacity.Share share) {
        long announced = body.announced().orElse(-1);
        if (announced > maxBytes) {
            return tooLarge();
        }
        Deadline deadline = kernel.deadlineIn(timeout);
        return announced >= 0
                ? readAnnounced(body, (int) announced, share, deadline)
                : readUnannounced(body, share, deadline);
    }

    private Outcome<byte[]> readAnnounced(Body body, int length, Capacity.Share share, Deadline deadline) {
        int size = Math.min(length, FIRST_STEP);
        if (!share.take(size)) {
            return new Failed<>(overloaded());
        }
        byte[] bytes = new byte[size];
        int count = 0;
        while (count < length) {
            if (count == bytes.length) {
                int larger = (int) Math.min(length, 2L * bytes.length);
                if (!share.take(larger)) {
                    return new Failed<>(overloaded());
                }
                int smaller = bytes.length;
                bytes = Arrays.copyOf(bytes, larger);
                share.give(smaller);
            }
            switch (body.read(bytes, count, bytes.length - count, deadline)) {
                case Body.Progress.Bytes(int more) -> count += more;
                case Body.Progress.End() -> {
                    return malformed("the body ends after " + count + " of " + length + " bytes");
                }
                case Body.Progress.TimedOut() -> {
                    return timedOut();
                }
                case Body.Progress.Broken(String detail) -> {
                    return malformed("the body cannot be read: " + detail);
                }
            }
        }
        return new Ok<>(bytes);
    }

    private Outcome<byte[]> readUnannounced(Body body, Capacity.Share share, Deadline deadline) {
        if (!share.take(maxBytes)) {
            return new Failed<>(overloaded());
        }
        byte[] bytes = new byte[Math.min(maxBytes, FIRST_STEP)];
        int count = 0;
        while (true) {
            if (count == bytes.length && bytes.length < maxBytes) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, 2L * bytes.length));
            }
            // One byte more than the limit shows that there is more.
            boolean full = count == bytes.length;
            byte[] target = full ? new byte[1] : bytes;
            switch (body.read(target, full ? 0 : count, full ? 1 : bytes.length - count, deadline)) {
                case Body.Progress.Bytes _
                when full -> {
                    return tooLarge();
                }
                case Body.Progress.Bytes(int more) -> count += more;
                case Body.Progress.End() -> {
                    return new Ok<>(Arrays.copyOf(bytes, count));
                }
                case Body.Progress.TimedOut() -> {
                    return timedOut();
                }
                case Body.Progress.Broken(String detail) -> {
                    return malformed("the body cannot be read: " + detail);
                }
            }
        }
    }

    private <T> Outcome<T> tooLarge() {
        return new Failed<>(Problem.of(
                ErrorCode.BODY_TOO_LARGE, "the body is larger than " + maxBytes + " bytes; send smaller batches"));
    }

    /** What a request is told that does not fit into memory now. */
    static Problem overloaded() {
        return Problem.retryAfter(
                ErrorCode.OVERLOADED, OVERLOADED_RETRY_SECONDS, "no room for this request at the moment");
    }

    private <T> Outcome<T> timedOut() {
        return new Failed<>(
                Problem.of(ErrorCode.BODY_TIMEOUT, "the body did not arrive within " + timeout.toSeconds() + " s"));
    }

    private static <T> Outcome<T> malformed(String message) {
        return new Failed<>(Problem.of(ErrorCode.MALFORMED, message));
    }
}
