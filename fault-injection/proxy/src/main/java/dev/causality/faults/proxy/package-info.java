/**
 * A TCP proxy that breaks connections as it is told, knows the protocols that pass through it, and writes down what it
 * saw. Its control API is that of Toxiproxy 2.12.
 */
@NullMarked
package dev.causality.faults.proxy;

import org.jspecify.annotations.NullMarked;
