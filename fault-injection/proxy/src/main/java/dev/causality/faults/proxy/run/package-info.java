/**
 * What a run of the proxy knows: which faults are in force and whom they hit, what the wire shows, and the evidence of what
 * was done. Stages of every kind, toxics and protocols alike, tell and ask here; all of it is thread-safe and never
 * blocks an event loop for longer than it takes to write a line.
 */
@NullMarked
package dev.causality.faults.proxy.run;

import org.jspecify.annotations.NullMarked;
