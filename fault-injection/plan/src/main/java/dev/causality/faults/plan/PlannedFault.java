package dev.causality.faults.plan;

/**
 * A fault, where and when.
 *
 * @param name its own within the plan; evidence refers to it
 * @param target a link, a process, or a server of the simulation
 */
public record PlannedFault(String name, String target, Fault fault, Schedule schedule) {
    public PlannedFault {
        Check.text(name, "name");
        Check.text(target, "target");
        Check.present(fault, "fault");
        schedule = schedule == null ? Schedule.ALWAYS : schedule;
    }
}
