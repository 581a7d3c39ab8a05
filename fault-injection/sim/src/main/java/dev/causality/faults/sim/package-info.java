/**
 * A world in memory for unmodified service cores: a seeded scheduler with simulated time, processes that crash and
 * pause, and a stream, an object store and documents that fail by a plan of faults.
 */
@NullMarked
package dev.causality.faults.sim;

import org.jspecify.annotations.NullMarked;
