/**
 * The simulated servers beside the real ones: the same operations at the same moments, and what a client could observe
 * compared step by step. A real run measures itself all the time; where its measurements do not prove that things happened
 * in the simulation's order, it is discarded from there on and counted, and a difference where they do is a failure at once.
 */
@NullMarked
package dev.causality.conformance.contract.differential;

import org.jspecify.annotations.NullMarked;
