package dev.causality.gateway.app;

import dev.causality.gateway.core.Body;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The body of a request as it comes over the connection. */
final class RequestBody implements Body {

    /**
     * How much of a body that nobody wants is read all the same: closing a connection on a client that is still sending
     * would destroy the answer that is on its way to it.
     */
    private static final int DISCARD_BYTES = 16 * 1024 * 1024;

    private static final Duration DISCARD_TIME = Duration.ofSeconds(2);
    private static final int DISCARD_STEP = 16 * 1024;

    private final Kernel kernel;
    private final ServerRequest request;
    private final OptionalLong announced;
    private long count;
    private boolean ended;
    private boolean broken;
    private @Nullable InputStream stream;

    RequestBody(Kernel kernel, ServerRequest request) {
        this.kernel = kernel;
        this.request = request;
        this.announced = request.headers().contains(HeaderNames.TRANSFER_ENCODING)
                ? OptionalLong.empty()
                : OptionalLong.of(request.headers().contentLength().orElse(0));
    }

    @Override
    public OptionalLong announced() {
        return announced;
    }

    @Override
    public Progress read(byte[] target, int offset, int length, Deadline deadline) {
        if (complete()) {
            return new Progress.End();
        }
        if (deadline.passed(kernel)) {
            return new Progress.TimedOut();
        }
        try {
            int more = stream().read(target, offset, length);
            if (more < 0) {
                ended = true;
                return new Progress.End();
            }
            count += more;
            return new Progress.Bytes(more);
        } catch (IOException | RuntimeException e) {
            // Helidon has many unchecked exceptions for a connection that broke or a chunk that is none.
            broken = true;
            return deadline.passed(kernel)
                    ? new Progress.TimedOut()
                    : new Progress.Broken(String.valueOf(e.getMessage()));
        }
    }

    /** Whether all of it was read, so that the next request can follow. */
    boolean complete() {
        return ended || announced.orElse(-1) == count;
    }

    /** Reads what else comes, within limits, and forgets it. After the answer was sent. */
    void discard() {
        boolean waitsForGoAhead = count == 0 && request.headers().containsToken(HeaderValues.EXPECT_100);
        if (waitsForGoAhead || broken) {
            return;
        }
        byte[] step = new byte[DISCARD_STEP];
        long most = count + DISCARD_BYTES;
        Deadline deadline = kernel.deadlineIn(DISCARD_TIME);
        while (count < most && read(step, 0, step.length, deadline) instanceof Progress.Bytes) {
            // The reading is all there is to do.
        }
    }

    private InputStream stream() {
        InputStream opened = stream;
        if (opened == null) {
            opened = request.content().inputStream();
            stream = opened;
        }
        return opened;
    }
}
