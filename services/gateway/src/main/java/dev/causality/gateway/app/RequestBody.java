package dev.causality.gateway.app;

import dev.causality.gateway.core.Body;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The body of a request as it comes over the connection. */
final class RequestBody implements Body {

    private final Kernel kernel;
    private final ServerRequest request;
    private final OptionalLong announced;
    private long count;
    private boolean ended;
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
            return deadline.passed(kernel)
                    ? new Progress.TimedOut()
                    : new Progress.Broken(String.valueOf(e.getMessage()));
        }
    }

    /** Whether all of it was read, so that the next request can follow. */
    boolean complete() {
        return ended || announced.orElse(-1) == count;
    }

    /** Whether the client sends it only when it is told to, which has not happened. */
    boolean waitsForGoAhead() {
        return count == 0 && request.headers().containsToken(HeaderValues.EXPECT_100);
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
