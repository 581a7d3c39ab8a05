/**
 * Watching from outside while a run goes on: the consumer's own numbers and the services' metrics, sampled into the
 * history, and from them whether everything has come to rest.
 */
@NullMarked
package dev.causality.conformance.system.observe;

import org.jspecify.annotations.NullMarked;
