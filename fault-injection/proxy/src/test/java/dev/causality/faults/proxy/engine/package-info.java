@NullMarked
package dev.causality.faults.proxy.engine;

import org.jspecify.annotations.NullMarked;
