@NullMarked
package dev.causality.faults.proxy.planned;

import org.jspecify.annotations.NullMarked;
