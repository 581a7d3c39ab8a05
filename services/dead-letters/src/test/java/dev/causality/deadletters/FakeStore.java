package dev.causality.deadletters;

import dev.causality.kernel.Deadline;
import dev.causality.ports.ObjectStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** An object store in memory, with answers to order. For one task. */
final class FakeStore implements ObjectStore {

    final TreeMap<String, byte[]> objects = new TreeMap<>();
    final Deque<PutOutcome> nextOutcomes = new ArrayDeque<>();
    int puts;

    byte[] object(String key) {
        return Objects.requireNonNull(objects.get(key), key);
    }

    @Override
    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PutOutcome put(NewObject object, Deadline deadline) {
        puts++;
        if (!nextOutcomes.isEmpty()) {
            return nextOutcomes.remove();
        }
        objects.put(object.key(), object.body());
        return new PutOutcome.Written();
    }

    @Override
    public StoreAnswer<Optional<ObjectHead>> head(String key, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoreAnswer<Optional<StoredObject>> get(String key, Deadline deadline) {
        return new StoreAnswer.Known<>(
                Optional.ofNullable(objects.get(key)).map(body -> new StoredObject(body, new TreeMap<>())));
    }

    @Override
    public StoreAnswer<List<String>> list(String prefix, String startAfter, int limit, Deadline deadline) {
        throw new UnsupportedOperationException();
    }
}
