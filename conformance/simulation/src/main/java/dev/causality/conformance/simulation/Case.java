package dev.causality.conformance.simulation;

import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.WorldFault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a run depends on: the same case, the same run, in every JVM. Drawn from a seed, or read from a replay file.
 *
 * @param seed of every choice during the run
 * @param scenario the mix that it was drawn from
 * @param workloadMillis how long faults may begin and clients are expected to be busy; then everything is healed
 */
record Case(
        long seed,
        String scenario,
        Topology topology,
        Tuning tuning,
        Scheduling scheduling,
        long workloadMillis,
        List<PlannedRequest> requests,
        List<PlannedPoison> poison,
        List<PlannedFault> faults) {

    Case {
        requests = List.copyOf(requests);
        poison = List.copyOf(poison);
        faults = List.copyOf(faults);
    }

    FaultPlan plan() {
        return new FaultPlan(seed, faults);
    }

    Case with(List<PlannedRequest> newRequests, List<PlannedPoison> newPoison, List<PlannedFault> newFaults) {
        return new Case(
                seed, scenario, topology, tuning, scheduling, workloadMillis, newRequests, newPoison, newFaults);
    }

    /** The events of all requests, in their order; what is sent again is there again. */
    List<PlannedEvent> sent() {
        return requests.stream().flatMap(request -> request.events().stream()).toList();
    }

    /**
     * With these of its {@link #sent} events alone, each at about its time: the pause before a request that has none left
     * goes to the next of its client, so that what else happens meets the others where it did.
     */
    Case sendingOnly(List<PlannedEvent> kept) {
        List<PlannedRequest> onTime = new ArrayList<>();
        Map<Integer, Long> pauses = new TreeMap<>();
        ArrayDeque<PlannedEvent> left = new ArrayDeque<>(kept);
        for (PlannedRequest request : requests) {
            List<PlannedEvent> events = new ArrayList<>();
            for (PlannedEvent event : request.events()) {
                if (event.equals(left.peek())) {
                    events.add(left.remove());
                }
            }
            long pause = pauses.getOrDefault(request.client(), 0L) + request.pauseMillis();
            pauses.put(request.client(), events.isEmpty() ? pause : 0);
            if (!events.isEmpty()) {
                onTime.add(new PlannedRequest(request.client(), pause, request.hedged(), events));
            }
        }
        return with(onTime, poison, faults);
    }

    /** The same under another seed: the same plan, another course of events. */
    Case with(long newSeed) {
        return new Case(newSeed, scenario, topology, tuning, scheduling, workloadMillis, requests, poison, faults);
    }

    Case with(Topology newTopology) {
        return new Case(seed, scenario, newTopology, tuning, scheduling, workloadMillis, requests, poison, faults);
    }

    Case with(Tuning newTuning) {
        return new Case(seed, scenario, topology, newTuning, scheduling, workloadMillis, requests, poison, faults);
    }

    Case with(Scheduling newScheduling) {
        return new Case(seed, scenario, topology, tuning, newScheduling, workloadMillis, requests, poison, faults);
    }

    /** Whether the message server may lose what it has confirmed: its power is cut, and it has not written everything. */
    boolean mayLoseConfirmed() {
        return tuning.syncInterval() > 0
                && faults.stream()
                        .anyMatch(fault -> fault.fault() instanceof WorldFault.StreamRestart(boolean power) && power);
    }

    /** Before when each fault of the plan begins. */
    long horizonMillis() {
        return workloadMillis + 1;
    }

    /** How many different events its clients send. */
    long events() {
        return requests.stream()
                .flatMap(request -> request.events().stream())
                .mapToInt(PlannedEvent::number)
                .distinct()
                .count();
    }

    /** Events, poison and faults: what reduction makes smaller. */
    long size() {
        return events() + poison.size() + faults.size();
    }

    List<PlannedRequest> requestsOf(int client) {
        List<PlannedRequest> own = new ArrayList<>();
        for (PlannedRequest request : requests) {
            if (request.client() == client) {
                own.add(request);
            }
        }
        return own;
    }

    /** The drawn options, for people and for the history's first line. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("scenario", scenario);
        options.put("topology", topology.toString());
        options.put("tuning", tuning.toString());
        options.put("scheduling", scheduling.toString());
        options.put("workload", requests.size() + " requests, " + events() + " events, " + poison.size() + " poison");
        return options;
    }
}
