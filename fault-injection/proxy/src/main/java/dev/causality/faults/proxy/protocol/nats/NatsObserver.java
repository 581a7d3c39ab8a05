package dev.causality.faults.proxy.protocol.nats;

/**
 * Is told what one NATS connection carries, each thing before it is passed on to the side that it is for. Called by the
 * connection's event loop, one call at a time; must not block.
 */
public interface NatsObserver {
    /** Whose bytes. */
    enum Speaker {
        CLIENT,
        SERVER
    }

    /** The server has sent a message to a consumer. */
    default void delivered(DeliveryId delivery) {}

    /** An answer to a delivery goes to the server now. */
    default void answered(DeliveryId delivery, AckAnswer answer) {}

    /** A message with an id goes to the server now. */
    default void published(Publish publish) {}

    /** The server has answered a publish. */
    default void confirmed(Publish publish, PublishConfirmation confirmation) {}

    /** From here on nothing more is understood of one side. */
    default void unparsable(Speaker speaker, String problem) {}

    /** The connection is gone. */
    default void closed() {}
}
