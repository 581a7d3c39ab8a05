/**
 * Retention that loses nothing and does not choke: the shape of the stream of events, and the keeper that makes room in it
 * by removing what every required consumer has finished with. No message goes for its age or for want of room before that.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.retention;
