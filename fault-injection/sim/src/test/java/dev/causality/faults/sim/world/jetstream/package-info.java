/** Tests of the message server's rules, one by one, on a clock that the test sets. */
@NullMarked
package dev.causality.faults.sim.world.jetstream;

import org.jspecify.annotations.NullMarked;
