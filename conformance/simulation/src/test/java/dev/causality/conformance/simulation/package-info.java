/** Tests of the simulated runs: that they are repeatable, that they can fail, and named scenarios. */
@NullMarked
package dev.causality.conformance.simulation;

import org.jspecify.annotations.NullMarked;
