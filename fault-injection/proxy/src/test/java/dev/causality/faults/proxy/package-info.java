@NullMarked
package dev.causality.faults.proxy;

import org.jspecify.annotations.NullMarked;
