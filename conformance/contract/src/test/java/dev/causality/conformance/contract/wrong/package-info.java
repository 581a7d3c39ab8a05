/** Implementations that break one rule each, made from right ones, and the test that the suites reject every one. */
@NullMarked
package dev.causality.conformance.contract.wrong;

import org.jspecify.annotations.NullMarked;
