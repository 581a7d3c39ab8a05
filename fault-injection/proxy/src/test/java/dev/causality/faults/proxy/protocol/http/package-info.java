@NullMarked
package dev.causality.faults.proxy.protocol.http;

import org.jspecify.annotations.NullMarked;
