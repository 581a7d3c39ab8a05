package dev.causality.sink.core;

import dev.causality.kernel.Kernel;
import dev.causality.kernel.Lock;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with the sink, gathered from all of its tasks and companions. Safe for use by several tasks. */
final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final Lock lock;
    private Optional<String> failure = Optional.empty();
    private Optional<String> streams = Optional.empty();
    private Optional<String> store = Optional.empty();
    private Optional<String> unconfirmed = Optional.empty();
    private Optional<Companions> companions = Optional.empty();
    private boolean stopping;

    Health(Kernel kernel) {
        this.lock = kernel.newLock();
    }

    /** Something happened after which the sink must not go on. The first report counts. */
    void fail(String reason) {
        boolean first = lock.get(() -> {
            boolean none = failure.isEmpty();
            failure = Optional.of(failure.orElse(reason));
            return none;
        });
        if (first) {
            LOG.atError().addKeyValue("reason", reason).log("the sink cannot go on");
        }
    }

    /** Runs a task's body; an exception that leaves it is a broken invariant, and fails the sink. */
    void guard(String task, Runnable body) {
        guarded(task, () -> {
            body.run();
            return true;
        });
    }

    /** Like {@link #guard}, for a task that has a result: empty when an exception left it. */
    <T> Optional<T> guarded(String task, Supplier<T> body) {
        try {
            return Optional.of(body.get());
        } catch (RuntimeException | Error e) {
            // The reason first: where memory is short, a stack trace may be too much.
            fail("task " + task + " ended by " + e);
            LOG.atError().addKeyValue("task", task).setCause(e).log("a task of the sink ended by an exception");
            return Optional.empty();
        }
    }

    /** Why the message server is of no use at the moment; empty when it is. */
    void streams(Optional<String> problem) {
        lock.run(() -> streams = problem);
    }

    /** Why the object store is of no use at the moment; empty when it is. */
    void store(Optional<String> problem) {
        lock.run(() -> store = problem);
    }

    /** Acknowledgements were sent whose arrival nobody confirmed. */
    void unconfirmed(String detail) {
        lock.run(() -> unconfirmed = Optional.of(detail));
    }

    /** What is wrong with one of these is wrong with the sink. */
    void include(Companions started) {
        lock.run(() -> companions = Optional.of(started));
    }

    void stopping() {
        lock.run(() -> stopping = true);
    }

    Optional<String> failure() {
        return lock.get(() -> failure).or(() -> companions().flatMap(Companions::failure));
    }

    Optional<String> unconfirmed() {
        return lock.get(() -> unconfirmed);
    }

    Optional<String> notReady() {
        Optional<String> own = lock.get(() -> {
            if (stopping) {
                return Optional.of("stopping");
            }
            return failure.or(() -> streams).or(() -> store);
        });
        return own.or(() -> companions().flatMap(Companions::notReady));
    }

    private Optional<Companions> companions() {
        return lock.get(() -> companions);
    }
}
