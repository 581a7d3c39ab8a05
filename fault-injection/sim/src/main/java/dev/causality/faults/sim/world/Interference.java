package dev.causality.faults.sim.world;

import dev.causality.faults.sim.world.jetstream.AckAddress;
import dev.causality.faults.sim.world.jetstream.AckAnswer;
import dev.causality.faults.sim.world.jetstream.Delivered;
import dev.causality.ports.Publication;

/**
 * Sees every message and request before it is passed on, and decides what becomes of it. Links are named {@code
 * <process>-nats} and {@code <process>-s3}.
 */
public interface Interference {

    /** A connection was made. */
    default void connected(String link) {}

    /** A connection ended. */
    default void disconnected(String link) {}

    /** An answer to a delivery leaves the process. */
    default Fate answer(String link, AckAddress address, AckAnswer answer) {
        return Fate.PASS;
    }

    /** A message leaves the server. */
    default Fate delivery(String link, Delivered delivered) {
        return Fate.PASS;
    }

    /** A publication leaves the process. */
    default Fate publication(String link, Publication publication) {
        return Fate.PASS;
    }

    /** The confirmation of a publication leaves the server. */
    default Fate confirmation(String link, Publication publication) {
        return Fate.PASS;
    }

    /** A request to the object store leaves the process. */
    default StoreFate request(String link, StoreRequest request) {
        return StoreFate.SERVE;
    }

    /** An answer of the object store comes to the process: it does, or it is dropped and the connection ends. */
    default Fate response(String link, StoreRequest request, int status) {
        return Fate.PASS;
    }

    /** What was decided on last has been passed on. */
    default void passed() {}
}
