package dev.causality.faults.proxy.protocol.http;

import dev.causality.faults.proxy.protocol.http.HttpExchanges.Asked;
import java.nio.ByteBuffer;

/**
 * Is told what one HTTP connection carries, each thing before it is passed on to the side that it is for. Called by the
 * connection's event loop, one call at a time; must not block for long.
 */
public interface HttpObserver {
    /** Whose bytes. */
    enum Speaker {
        CLIENT,
        SERVER
    }

    /** A request goes to the server. */
    default void requested(Asked request) {}

    /**
     * A piece of its content goes to the server, out of whatever chunks it is sent in.
     *
     * @param piece from position to limit; valid during the call only
     */
    default void content(Asked request, ByteBuffer piece) {}

    /** The last of a request goes to the server; false when its content is not in the form that its head announces. */
    default void requestEnded(Asked request, boolean understood) {}

    /** The final response to a request has begun to come. */
    default void answered(Asked request, HttpHead response) {}

    /** From here on nothing more is understood of one side. */
    default void unparsable(Speaker speaker, String problem) {}

    /** The connection is gone; what had no response will have none. */
    default void closed() {}
}
