/** The suites on the simulated and the real implementations, and on wrong ones that they must reject. */
@NullMarked
package dev.causality.conformance.contract;

import org.jspecify.annotations.NullMarked;
