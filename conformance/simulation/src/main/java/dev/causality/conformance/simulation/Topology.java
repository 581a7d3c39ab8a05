package dev.causality.conformance.simulation;

/**
 * How many of everything there are.
 *
 * @param driftPpm how far clocks of processes may drift, in millionths
 * @param skewMillis how far their wall clocks may be off
 */
record Topology(int gateways, int sinks, int clients, int apps, int driftPpm, long skewMillis) {}
