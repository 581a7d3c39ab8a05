package dev.causality.faults.proxy.protocol.redis;

/**
 * Is told what one Redis connection carries, each thing before it is passed on to the side that it is for. Called by the
 * connection's event loop, one call at a time; must not block.
 */
public interface RedisObserver {
    /** Whose bytes. */
    enum Speaker {
        CLIENT,
        SERVER
    }

    /** A command goes to the server. */
    default void command(RedisCommand command) {}

    /** The server has replied to it; the error is empty when it was carried out. */
    default void replied(RedisCommand command, String error) {}

    /** From here on nothing more is understood of one side. */
    default void unparsable(Speaker speaker, String problem) {}

    /** The connection is gone. */
    default void closed() {}
}
