/**
 * Generated cases: the only package that knows the library that draws and shrinks them. How many are tried is the system
 * property {@code jqwik.tries.default}; a build has time for few.
 */
@NullMarked
package dev.causality.conformance.contract.properties;

import org.jspecify.annotations.NullMarked;
