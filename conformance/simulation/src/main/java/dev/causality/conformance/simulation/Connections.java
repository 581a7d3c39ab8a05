package dev.causality.conformance.simulation;

import dev.causality.faults.sim.SimKernel;
import dev.causality.ports.EventStreams;
import dev.causality.ports.ObjectStore;

/** Connects a process to the servers of a simulated world. */
interface Connections {

    EventStreams streams(SimKernel kernel);

    ObjectStore store(SimKernel kernel);
}
