@NullMarked
package dev.causality.faults.proxy.protocol.redis;

import org.jspecify.annotations.NullMarked;
