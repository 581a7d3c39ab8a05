package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.proxy.protocol.Verdict;

/**
 * Decides what becomes of single messages of one connection. Called by its event loop; must not block.
 */
public interface NatsFaults {
    /** Hits nothing. */
    NatsFaults NONE = new NatsFaults() {};

    /** Whether anything could be hit at present; as long as not, bytes pass without being held for a decision. */
    default boolean active() {
        return false;
    }

    /** The connection was made. */
    default void opened() {}

    /** The connection is gone. */
    default void closed() {}

    /** An answer to a delivery is on its way to the server. */
    default Verdict answer(DeliveryId delivery, AckAnswer answer) {
        return Verdict.PASS;
    }

    /** A message with an id is on its way to a stream. */
    default Verdict publish(String subject) {
        return Verdict.PASS;
    }

    /** A message is on its way to a consumer. */
    default Verdict delivery(DeliveryId delivery) {
        return Verdict.PASS;
    }

    /** The server's confirmation of a publish is on its way. */
    default Verdict confirmation(String subject) {
        return Verdict.PASS;
    }
}
