package dev.causality.conformance.contract.wrong;

import dev.causality.kernel.Deadline;
import dev.causality.ports.ObjectStore;
import java.util.List;
import java.util.Optional;

/** Does what another does. */
abstract class PlainStore implements ObjectStore {

    final ObjectStore right;

    PlainStore(ObjectStore right) {
        this.right = right;
    }

    @Override
    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
        return right.putIfAbsent(object, deadline);
    }

    @Override
    public PutOutcome put(NewObject object, Deadline deadline) {
        return right.put(object, deadline);
    }

    @Override
    public StoreAnswer<Optional<ObjectHead>> head(String key, Deadline deadline) {
        return right.head(key, deadline);
    }

    @Override
    public StoreAnswer<Optional<StoredObject>> get(String key, Deadline deadline) {
        return right.get(key, deadline);
    }

    @Override
    public StoreAnswer<List<String>> list(String prefix, String startAfter, int limit, Deadline deadline) {
        return right.list(prefix, startAfter, limit, deadline);
    }
}
