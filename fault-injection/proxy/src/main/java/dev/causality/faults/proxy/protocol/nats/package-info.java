/**
 * The NATS client protocol, and what JetStream makes of it: deliveries by their reply subjects, acknowledgements by theirs,
 * publishes by their message ids, and the confirmations of publishes.
 */
@NullMarked
package dev.causality.faults.proxy.protocol.nats;

import org.jspecify.annotations.NullMarked;
