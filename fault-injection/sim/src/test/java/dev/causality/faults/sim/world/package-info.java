/** Tests of the simulated servers and of the ways to them. What every implementation of a port must do is elsewhere. */
@NullMarked
package dev.causality.faults.sim.world;

import org.jspecify.annotations.NullMarked;
