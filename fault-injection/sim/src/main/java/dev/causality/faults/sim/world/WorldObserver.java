package dev.causality.faults.sim.world;

import dev.causality.faults.sim.world.jetstream.AckAddress;
import dev.causality.faults.sim.world.jetstream.AckAnswer;
import dev.causality.faults.sim.world.jetstream.Delivered;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StoredMessage;
import java.util.List;

/**
 * Sees what the servers see, at the moment and in the order in which they do. Called outside of tasks, or within a port
 * call; must not wait, and changes nothing.
 */
public interface WorldObserver {

    /** Sees nothing. */
    WorldObserver NONE = new WorldObserver() {};

    /** The server has answered a publication; the answer is on its way, and may be lost. */
    default void published(String process, Publication publication, PublishOutcome outcome) {}

    /** A process has everything below {@code sequence} removed from a stream; it is there yet. */
    default void purging(String process, String stream, long sequence) {}

    /** A message leaves the server for an instance of a consumer; it may never arrive. */
    default void delivered(String process, Delivered delivered) {}

    /** An answer to a delivery arrives at the server, which takes it into account. */
    default void answered(String process, AckAddress address, AckAnswer answer) {}

    /** An answer to a delivery has left a process and will never arrive. */
    default void answerLost(String process, AckAddress address, AckAnswer answer) {}

    /**
     * A PUT leaves a process.
     *
     * @param put names this request within the run
     */
    default void putRequested(String process, String put, NewObject object, boolean conditional) {}

    /** A PUT took effect, or was found to have nothing to do: also long after its answer. */
    default void putCarriedOut(String put, String key, boolean written) {}

    /** A PUT is answered; status 0 = no answer came. */
    default void putAnswered(String process, String put, int status) {}

    /** A stream is deleted, with all that is in it. */
    default void streamDeleted(String stream) {}

    /** A power cut takes these messages from a stream, which were confirmed and not yet on disk. */
    default void powerCut(String stream, List<StoredMessage> lost) {}

    /** The message server stops or goes on. */
    default void streamServer(boolean running) {}
}
