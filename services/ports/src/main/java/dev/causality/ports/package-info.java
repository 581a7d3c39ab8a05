/**
 * What a service core may ask of the outside world: event streams, documents, objects, and the encoding of warehouse
 * files. Interfaces and the values that cross them, nothing else. Every effect answers with a sealed outcome, in which
 * "unknown" (it may have happened, or may yet happen) is never folded into the others. Every call is a point at which
 * the process may be paused or die, before and after the effect.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.ports;
