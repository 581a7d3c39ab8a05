@NullMarked
package dev.causality.faults.proxy.app;

import org.jspecify.annotations.NullMarked;
