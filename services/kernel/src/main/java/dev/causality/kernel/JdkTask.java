package dev.causality.kernel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A virtual thread and how it ended. */
final class JdkTask implements Task {

    private static final Logger LOG = LoggerFactory.getLogger(JdkTask.class);

    private final String name;
    private final Lock lock = new JdkLock();
    private final Lock.Condition changed = lock.newCondition();
    private boolean ended;
    private @Nullable Throwable failure;

    private JdkTask(String name) {
        this.name = name;
    }

    static JdkTask start(String name, Runnable body) {
        JdkTask task = new JdkTask(name);
        Thread.ofVirtual().name(name).start(() -> task.run(body));
        return task;
    }

    /** Everything is caught, errors too: what ended a task must reach whoever supervises it. */
    private void run(Runnable body) {
        try {
            body.run();
            end(null);
        } catch (Throwable problem) {
            end(problem);
            LOG.atError().addKeyValue("task", name).setCause(problem).log("task ended by an exception");
        }
    }

    private void end(@Nullable Throwable problem) {
        lock.run(() -> {
            ended = true;
            failure = problem;
            changed.signalAll();
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean join(Deadline deadline) {
        return lock.get(() -> {
            while (!ended) {
                if (!changed.await(deadline)) {
                    return ended;
                }
            }
            return true;
        });
    }

    @Override
    public Optional<Throwable> failure() {
        return lock.get(() -> Optional.ofNullable(failure));
    }

    @Override
    public String toString() {
        return "task " + name;
    }
}
