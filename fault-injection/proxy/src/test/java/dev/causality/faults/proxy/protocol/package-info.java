@NullMarked
package dev.causality.faults.proxy.protocol;

import org.jspecify.annotations.NullMarked;
