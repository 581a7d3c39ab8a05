/**
 * Processes that a plan kills, terminates, pauses and starts again: those that the proxy started itself, and those that
 * it only knows the number of.
 */
@NullMarked
package dev.causality.faults.proxy.process;

import org.jspecify.annotations.NullMarked;
