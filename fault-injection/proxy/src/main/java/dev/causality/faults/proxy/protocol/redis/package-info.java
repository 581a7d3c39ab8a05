/** The Redis protocol, RESP2 and RESP3: commands as clients send them, replies as far as to tell them apart, and faults. */
@NullMarked
package dev.causality.faults.proxy.protocol.redis;

import org.jspecify.annotations.NullMarked;
