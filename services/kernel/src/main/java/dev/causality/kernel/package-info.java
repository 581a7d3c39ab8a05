/**
 * Everything nondeterministic that a service may use: time, randomness, identifiers, tasks, locks and queues,
 * behind one interface, so that a seeded scheduler can stand in for the JDK. Around it what every process needs:
 * settings, lifecycle, telemetry, logs and the ops server.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.kernel;
