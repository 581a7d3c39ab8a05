/**
 * The gateway as a process: an HTTP server made for virtual threads around the core, and the NATS adapter behind it. What
 * is decided here is about connections, not about requests: how many there may be, how long a client may take to send or
 * to receive, and how the process stops without cutting off an answer.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.gateway.app;
