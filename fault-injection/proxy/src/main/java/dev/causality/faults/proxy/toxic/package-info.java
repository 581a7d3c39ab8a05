/**
 * Faults of a connection as a stream of bytes, each a stage: Toxiproxy's toxics and what its users asked for.
 *
 * <p>A toxic decides once for each connection whether it takes part, and draws everything else from a seed of this
 * connection's, toxic's and direction's own, by the offset in the stream where it can: the same seed and the same traffic
 * meet the same faults, however the network cuts the bytes up.
 */
@NullMarked
package dev.causality.faults.proxy.toxic;

import org.jspecify.annotations.NullMarked;
