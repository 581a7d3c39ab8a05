/**
 * The gateway's decisions: who may send, what is a valid event, what the client is told. One request is one call of
 * {@code Gateway.handle}, plain blocking code; the HTTP server around it only moves bytes. "Accepted" is answered when the
 * stream has confirmed the event, and never before. Everything that a request may hold (a place, bytes of body, room for
 * its events) is counted against a fixed budget, and a request that does not fit is turned away at once.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.gateway.core;
