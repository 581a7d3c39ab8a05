package dev.causality.conformance.simulation;

/**
 * How many of everything there are.
 *
 * @param driftPpm how far clocks of processes may drift, in millionths
 * @param skewMillis how far their wall clocks may be off
 */
record Topology(int gateways, int sinks, int clients, int apps, int driftPpm, long skewMillis) {

    Topology oneSinkLess() {
        return new Topology(gateways, Math.max(1, sinks - 1), clients, apps, driftPpm, skewMillis);
    }

    Topology oneGateway() {
        return new Topology(1, sinks, clients, apps, driftPpm, skewMillis);
    }

    Topology exactClocks() {
        return new Topology(gateways, sinks, clients, apps, 0, 0);
    }
}
