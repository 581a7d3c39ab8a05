package dev.causality.sink.core;

import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.telemetry.StoreOperation;
import dev.causality.kernel.telemetry.Telemetry;
import dev.causality.ports.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The object store, with each request counted: how long it took if the store did what it was asked, else why it did not.
 * It stands before the real one, so that nothing asks the store uncounted. Safe for use by several tasks.
 */
final class MeteredStore implements ObjectStore {

    private final Kernel kernel;
    private final ObjectStore real;
    private final Telemetry telemetry;

    MeteredStore(Kernel kernel, ObjectStore real, Telemetry telemetry) {
        this.kernel = kernel;
        this.real = real;
        this.telemetry = telemetry;
    }

    @Override
    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
        long begun = kernel.nanoTime();
        return counted(real.putIfAbsent(object, deadline), begun);
    }

    @Override
    public PutOutcome put(NewObject object, Deadline deadline) {
        long begun = kernel.nanoTime();
        return counted(real.put(object, deadline), begun);
    }

    @Override
    public StoreAnswer<Optional<ObjectHead>> head(String key, Deadline deadline) {
        long begun = kernel.nanoTime();
        return counted(StoreOperation.HEAD, real.head(key, deadline), begun);
    }

    @Override
    public StoreAnswer<Optional<StoredObject>> get(String key, Deadline deadline) {
        long begun = kernel.nanoTime();
        return counted(StoreOperation.GET, real.get(key, deadline), begun);
    }

    @Override
    public StoreAnswer<List<String>> list(String prefix, String startAfter, int limit, Deadline deadline) {
        long begun = kernel.nanoTime();
        return counted(StoreOperation.LIST, real.list(prefix, startAfter, limit, deadline), begun);
    }

    private PutOutcome counted(PutOutcome outcome, long begun) {
        switch (outcome) {
            case PutOutcome.Written _, PutOutcome.AlreadyExists _ -> answered(StoreOperation.PUT, begun);
            case PutOutcome.Refused(StoreFailure failure, String _) -> telemetry.storeFailed(failure);
            case PutOutcome.Unknown(StoreFailure failure, String _) -> telemetry.storeFailed(failure);
        }
        return outcome;
    }

    private <T> StoreAnswer<T> counted(StoreOperation operation, StoreAnswer<T> answer, long begun) {
        switch (answer) {
            case StoreAnswer.Known<T> _ -> answered(operation, begun);
            case StoreAnswer.Unavailable<T>(StoreFailure failure, String _) -> telemetry.storeFailed(failure);
        }
        return answer;
    }

    private void answered(StoreOperation operation, long begun) {
        telemetry.storeAnswered(operation, Duration.ofNanos(kernel.nanoTime() - begun));
    }
}
