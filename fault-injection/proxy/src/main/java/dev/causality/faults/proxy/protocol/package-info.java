/**
 * What the bytes of a connection mean, as far as faults and taps need to know.
 *
 * <p>Each protocol has a decoder for one direction of one connection: it is given the bytes as they come, in pieces of any
 * size, and says where frames begin and end. It copies no payload that nobody asked to keep, and what it buffers is bounded.
 * Bytes that are not of the protocol break the decoder for good: what follows can only be passed on.
 */
@NullMarked
package dev.causality.faults.proxy.protocol;

import org.jspecify.annotations.NullMarked;
