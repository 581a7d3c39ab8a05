/**
 * The one vocabulary of faults: what breaks, when and for how long, as data drawn from a seed. The proxy runs a plan
 * against real connections, the simulation runs the same plan in memory. A plan is JSON for tools and sentences for
 * people. Nothing in here reads a clock or does anything: {@link dev.causality.faults.plan.Occurrences} and
 * {@link dev.causality.faults.plan.WireWatch} count what they are shown, and give the same answers in both worlds.
 */
@NullMarked
package dev.causality.faults.plan;

import org.jspecify.annotations.NullMarked;
