/**
 * Event streams and documents over NATS JetStream, on the jnats client. Each connection is used until it is lost and then
 * thrown away with everything that was queued on it: nothing is ever sent minutes later by a client that came back. A
 * publication, an API request and a confirmed acknowledgement share one table of awaited replies; pull requests have an
 * inbox each, so that a message is known to have been sent after its own request. {@link NatsStreams} is the only face.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.adapters.nats;
