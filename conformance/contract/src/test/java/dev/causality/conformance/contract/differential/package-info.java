/**
 * The simulated servers beside the real ones: the same operations at the same moments, and what a client could observe
 * compared step by step. Steps lie well apart from the moments at which anything falls due: where they would not, because
 * waits have added up, a comparison ends, and a run that fell behind its moments on a busy machine is repeated.
 */
@NullMarked
package dev.causality.conformance.contract.differential;

import org.jspecify.annotations.NullMarked;
