/**
 * Logs for machines first: one JSON object on one line of standard output for each change of state, with key-value
 * pairs, or plain text for a person. Configured from settings, in code. Nothing is buffered, so nothing is missing after
 * an exit; values under names of secrets are masked.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel.logging;
