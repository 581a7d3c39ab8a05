/**
 * One run from beginning to end: start, work, break, heal, rest, read. It judges nothing: its result is the history.
 */
@NullMarked
package dev.causality.conformance.system.run;

import org.jspecify.annotations.NullMarked;
