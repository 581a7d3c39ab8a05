package dev.causality.faults.proxy.engine;

/**
 * Makes the stages of each connection of a listener. Methods are called by event loops, of several connections at a time,
 * and must not block.
 */
public interface StageFactory {

    /** Its own among the factories of a listener; what replaces another has its name. */
    String name();

    /** The stages for a connection, which was just accepted, or which is there when the factory is added. */
    StagePair open(ConnectionInfo connection);

    /** The same for a connection in which a factory of this name had stages before, which may hand over their state. */
    default StagePair reopen(ConnectionInfo connection, StagePair previous) {
        return open(connection);
    }

    /**
     * Whether its stages stand next to the server, behind all others upstream and in front of them downstream: they see what
     * the server is sent and what it says. All others stand in the order of their factories, in both directions.
     */
    default boolean standsAtServer() {
        return false;
    }

    /** A connection is gone for which stages were asked. Comes after their own {@link Stage#onClosed}. */
    default void closed(ConnectionInfo connection) {}

    /** Whether a connection that was just accepted is reset at once, without contacting the server. */
    default boolean refuses(ConnectionInfo connection) {
        return false;
    }
}
