/**
 * What the services run on: a stream server and an object store, and the processes of the services themselves.
 *
 * <p>{@link Stack} is the one interface to where they come from; the native one starts them on free loopback ports with
 * their data in a folder of the run. Every start, signal and exit is written to the history.
 */
@NullMarked
package dev.causality.conformance.system.stack;

import org.jspecify.annotations.NullMarked;
