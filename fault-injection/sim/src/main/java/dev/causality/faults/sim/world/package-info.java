/**
 * The servers of a simulation and the ways to them: a message server, an object store, and for each process ports that
 * reach them over connections with latency. Every port call is a scheduling and crash point before and behind its
 * effect. What breaks is a {@link dev.causality.faults.plan.FaultPlan}'s or a test's choice; what happened is told to a
 * {@link dev.causality.faults.sim.world.WorldObserver} in the order of cause and effect. A work queue and an HTTP
 * endpoint will stand beside the object store.
 */
@NullMarked
package dev.causality.faults.sim.world;

import org.jspecify.annotations.NullMarked;
