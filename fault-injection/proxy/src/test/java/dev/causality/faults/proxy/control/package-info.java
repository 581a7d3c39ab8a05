@NullMarked
package dev.causality.faults.proxy.control;

import org.jspecify.annotations.NullMarked;
