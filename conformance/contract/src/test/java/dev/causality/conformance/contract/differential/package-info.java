/**
 * The simulated servers beside the real ones: the same operations at the same moments, and what a client could observe
 * compared step by step. Moments lie in the middle between those at which any timer is due, and a run that fell behind
 * its moments on a busy machine is not compared but repeated.
 */
@NullMarked
package dev.causality.conformance.contract.differential;

import org.jspecify.annotations.NullMarked;
