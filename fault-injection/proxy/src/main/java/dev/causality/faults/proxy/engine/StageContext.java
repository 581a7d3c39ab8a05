package dev.causality.faults.proxy.engine;

import dev.causality.faults.plan.Direction;
import java.nio.ByteBuffer;

/**
 * What a {@link Stage} can do at its place in its direction. For use within the stage's own methods only, except for
 * {@link #inLoop}, which any thread may call. Methods do nothing once the connection is gone.
 */
public interface StageContext {

    /** Passes bytes on to the next stage, or to the receiver. All of them are consumed, at once or by copying. */
    void pass(ByteBuffer bytes);

    /** Passes the end of the stream on, behind all bytes passed so far. What this stage passes later is dropped. */
    void passEnd();

    /**
     * Sends bytes back to the sender: they join the opposite direction behind this stage's counterpart there, as if the
     * receiver had sent them and it had passed them on.
     */
    void answer(ByteBuffer bytes);

    /** Ends this direction behind what was passed, and closes the whole connection when the receiver was told. */
    void close();

    /** Ends the opposite direction behind what was answered, and closes the whole connection when the sender was told. */
    void closeAfterAnswer();

    /** Resets both sides at once (RST); what they have not received yet is lost. */
    void reset();

    /** Cuts the receiver off for good, while the sender's side stays open; whatever it sends vanishes. */
    void cutReceiver(boolean reset);

    /** Calls {@link Stage#onWake} at this time, on the scale of {@link #nanoTime}. Replaces an earlier one. */
    void wakeAt(long nanoTime);

    /** Takes {@link #wakeAt} back. */
    void cancelWake();

    /** Stops or resumes reading from the sender, so that a stage that holds bytes need not hold more and more. */
    void holdBack(boolean hold);

    /** Runs {@code action} in the connection's loop, unless the connection is gone by then. Thread-safe. */
    void inLoop(Runnable action);

    /** The monotonic clock, read now. */
    long nanoTime();

    Direction direction();

    ConnectionInfo connection();
}
