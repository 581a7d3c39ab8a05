@NullMarked
package dev.causality.faults.proxy.protocol.nats;

import org.jspecify.annotations.NullMarked;
