package dev.causality.sink.core;

import dev.causality.kernel.Deadline;
import dev.causality.ports.ObjectStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A real store with faults in front of it, and a record of the PUTs that went through. */
final class FaultyStore implements ObjectStore {

    private final ObjectStore real;
    private final AtomicReference<BiFunction<NewObject, Supplier<PutOutcome>, PutOutcome>> fault =
            new AtomicReference<>((_, put) -> put.get());
    final ConcurrentLinkedQueue<String> written = new ConcurrentLinkedQueue<>();

    FaultyStore(ObjectStore real) {
        this.real = real;
    }

    /** From now on each PUT is what {@code fault} makes of the object and of the real PUT, which it may call or not. */
    void onPut(BiFunction<NewObject, Supplier<PutOutcome>, PutOutcome> newFault) {
        fault.set(newFault);
    }

    void heal() {
        onPut((_, put) -> put.get());
    }

    @Override
    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
        return Objects.requireNonNull(fault.get())
                .apply(object, () -> noted(object, real.putIfAbsent(object, deadline)));
    }

    @Override
    public PutOutcome put(NewObject object, Deadline deadline) {
        return Objects.requireNonNull(fault.get()).apply(object, () -> noted(object, real.put(object, deadline)));
    }

    private PutOutcome noted(NewObject object, PutOutcome outcome) {
        if (outcome instanceof PutOutcome.Written) {
            written.add(object.key());
        }
        return outcome;
    }

    @Override
    public StoreAnswer<Optional<ObjectHead>> head(String key, Deadline deadline) {
        return real.head(key, deadline);
    }

    @Override
    public StoreAnswer<Optional<StoredObject>> get(String key, Deadline deadline) {
        return real.get(key, deadline);
    }

    @Override
    public StoreAnswer<List<String>> list(String prefix, String startAfter, int limit, Deadline deadline) {
        return real.list(prefix, startAfter, limit, deadline);
    }
}
