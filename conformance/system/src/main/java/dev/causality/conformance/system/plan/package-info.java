/**
 * What a run will do, drawn from its seed before it begins: which faults hit what, when and for how long, in the words of
 * {@link dev.causality.faults.plan}.
 *
 * <p>A plan is data. Nothing in it depends on what happens during the run, so that the same seed and duration plan the
 * same faults; what the machine makes of them differs from run to run, and the history tells it.
 */
@NullMarked
package dev.causality.conformance.system.plan;

import org.jspecify.annotations.NullMarked;
