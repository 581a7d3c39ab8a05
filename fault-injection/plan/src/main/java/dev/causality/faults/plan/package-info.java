/**
 * The one vocabulary of faults: what breaks, when and for how long, as data drawn from a seed. The proxy runs a plan
 * against real connections, the simulation runs the same plan in memory.
 */
@NullMarked
package dev.causality.faults.plan;

import org.jspecify.annotations.NullMarked;
