package dev.causality.faults.sim;

import dev.causality.kernel.Randomness;
import java.util.ArrayList;
import java.util.List;

/** The tasks that can go on, and the choice among them. */
final class ReadyTasks {

    /** One choice in so many draws the chosen task's priority anew, so that none waits for ever behind another. */
    private static final int PRIORITY_CHANGE = 32;

    private final SchedulerOptions.Choice choice;
    private final Randomness random;
    private final List<SimTask> tasks = new ArrayList<>();

    ReadyTasks(SchedulerOptions.Choice choice, Randomness random) {
        this.choice = choice;
        this.random = random;
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    void add(SimTask task) {
        tasks.add(task);
    }

    int newPriority() {
        return choice == SchedulerOptions.Choice.PRIORITY ? random.nextInt(Integer.MAX_VALUE) : 0;
    }

    /** Takes one out. Only if there is one. */
    SimTask choose() {
        int index = choice == SchedulerOptions.Choice.UNIFORM ? anyOf() : firstByPriority();
        SimTask chosen = tasks.get(index);
        SimTask last = tasks.removeLast();
        if (index < tasks.size()) {
            tasks.set(index, last);
        }
        return chosen;
    }

    private int anyOf() {
        return tasks.size() == 1 ? 0 : random.nextInt(tasks.size());
    }

    private int firstByPriority() {
        int first = 0;
        for (int i = 1; i < tasks.size(); i++) {
            if (tasks.get(i).priority > tasks.get(first).priority) {
                first = i;
            }
        }
        if (random.nextInt(PRIORITY_CHANGE) == 0) {
            tasks.get(first).priority = newPriority();
        }
        return first;
    }

    List<SimTask> removeAll(SimKernel kernel) {
        List<SimTask> removed =
                tasks.stream().filter(task -> task.kernel == kernel).toList();
        if (!removed.isEmpty()) {
            tasks.removeIf(task -> task.kernel == kernel);
        }
        return removed;
    }
}
