@NullMarked
package dev.causality.faults.proxy.tap;

import org.jspecify.annotations.NullMarked;
