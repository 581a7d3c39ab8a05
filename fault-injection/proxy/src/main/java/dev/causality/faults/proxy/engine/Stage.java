package dev.causality.faults.proxy.engine;

import java.nio.ByteBuffer;

/**
 * Stands in one direction of one connection and decides what becomes of each byte. Stages of a direction form a chain,
 * from the sender's socket to the receiver's.
 *
 * <p>All methods of all stages of a connection, in both directions, are called by the connection's event loop, one at a
 * time: they need no locks among themselves, and must never block. What stages of different connections share has to
 * be thread-safe. An exception that leaves a method resets the connection.
 */
public interface Stage {

    /** The stage is in place; no bytes have passed it yet. The server may not be connected yet. */
    default void onStart(StageContext context) {}

    /**
     * Bytes came from the stage before. What is not passed on is gone: a stage that wants bytes later copies them.
     *
     * @param bytes not empty; valid during this call only, and not to be written to, except by a stage that then passes
     *     them on
     */
    void onBytes(ByteBuffer bytes, StageContext context);

    /** The sender has ended its stream; no bytes will follow. Called once at most. Passes the end on by default. */
    default void onEnd(StageContext context) {
        context.passEnd();
    }

    /** The time of {@link StageContext#wakeAt} has come. */
    default void onWake(StageContext context) {}

    /** The stage is taken out of a connection that goes on: the last moment to pass on what it holds, or to close. */
    default void onRemoved(StageContext context) {}

    /**
     * The stage is taken out because its factory was replaced, which may have put another one in its place: the last moment
     * to pass on what it holds. Comes instead of {@link #onRemoved}, and does the same by default.
     */
    default void onReplaced(StageContext context) {
        onRemoved(context);
    }

    /** The connection is gone. Nothing can be passed on any more. Not called after the stage was taken out. */
    default void onClosed() {}
}
