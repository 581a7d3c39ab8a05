/**
 * Reading back what is left after a run, with readers that share no code with the services: the warehouse through
 * DuckDB, the stream and the dead letters through plain NATS. Everything found goes into the history, nothing is judged.
 */
@NullMarked
package dev.causality.conformance.system.evidence;

import org.jspecify.annotations.NullMarked;
