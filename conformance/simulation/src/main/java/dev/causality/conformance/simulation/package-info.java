/** Seeded runs of the unmodified service cores in the simulated world, judged by the checkers that judge real runs. */
@NullMarked
package dev.causality.conformance.simulation;

import org.jspecify.annotations.NullMarked;
