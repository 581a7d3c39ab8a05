package dev.causality.gateway.app;

import io.helidon.webserver.CloseConnectionException;
import java.util.OptionalLong;

/**
 * A request has been answered whose body has not been read to its end: its connection serves no other, and what is left
 * of the body is nobody's ({@link ClientConnection#drain}).
 */
final class UnwantedBodyException extends CloseConnectionException {

    private static final long serialVersionUID = 1L;

    private final long announcedBytes;

    /** @param announced how long the body is, if that is known */
    UnwantedBodyException(OptionalLong announced) {
        super("the rest of the body is not wanted");
        this.announcedBytes = announced.orElse(Long.MAX_VALUE);
    }

    /** How long the body is; {@link Long#MAX_VALUE} when that is not known. */
    long announcedBytes() {
        return announcedBytes;
    }
}
