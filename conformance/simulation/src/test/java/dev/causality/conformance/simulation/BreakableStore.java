package dev.causality.conformance.simulation;

import dev.causality.kernel.Deadline;
import dev.causality.ports.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One process's way to a real store: it may lose answers, and ends for good when the process is killed. */
final class BreakableStore implements ObjectStore {

    private final ObjectStore real;
    private final AtomicInteger answersToLose;
    private volatile boolean cut;

    /** @param answersToLose how many of the next PUTs are carried out without anybody being told */
    BreakableStore(ObjectStore real, AtomicInteger answersToLose) {
        this.real = real;
        this.answersToLose = answersToLose;
    }

    /** Nothing leaves any more. */
    void cut() {
        cut = true;
    }

    @Override
    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
        return cut ? gone() : told(real.putIfAbsent(object, deadline));
    }

    @Override
    public PutOutcome put(NewObject object, Deadline deadline) {
        return cut ? gone() : told(real.put(object, deadline));
    }

    private PutOutcome told(PutOutcome outcome) {
        return answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0 || cut ? gone() : outcome;
    }

    private static PutOutcome gone() {
        return new PutOutcome.Unknown(StoreFailure.CONNECTION, "the test lost the answer");
    }

    private static <T> StoreAnswer<T> unavailable() {
        return new StoreAnswer.Unavailable<>(StoreFailure.CONNECTION, "the test killed the process");
    }

    @Override
    public StoreAnswer<Optional<ObjectHead>> head(String key, Deadline deadline) {
        return cut ? unavailable() : real.head(key, deadline);
    }

    @Override
    public StoreAnswer<Optional<StoredObject>> get(String key, Deadline deadline) {
        return cut ? unavailable() : real.get(key, deadline);
    }

    @Override
    public StoreAnswer<List<String>> list(String prefix, String startAfter, int limit, Deadline deadline) {
        return cut ? unavailable() : real.list(prefix, startAfter, limit, deadline);
    }
}
