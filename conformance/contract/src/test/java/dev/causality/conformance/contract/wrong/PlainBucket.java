package dev.causality.conformance.contract.wrong;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.DocumentBucket;
import java.util.List;
import java.util.Optional;

/** Does what another does. */
abstract class PlainBucket implements DocumentBucket {

    final DocumentBucket right;

    PlainBucket(DocumentBucket right) {
        this.right = right;
    }

    /** What becomes of changes on their way out. */
    List<Change> changes(List<Change> changes) {
        return changes;
    }

    @Override
    public Answer<Optional<Document>> get(String key, Deadline deadline) {
        return right.get(key, deadline);
    }

    @Override
    public WriteOutcome create(String key, byte[] value, Deadline deadline) {
        return right.create(key, value, deadline);
    }

    @Override
    public WriteOutcome update(String key, byte[] value, long revision, Deadline deadline) {
        return right.update(key, value, revision, deadline);
    }

    @Override
    public WriteOutcome delete(String key, long revision, Deadline deadline) {
        return right.delete(key, revision, deadline);
    }

    @Override
    public Watch watch() {
        Watch watch = right.watch();
        return new Watch() {
            @Override
            public List<Change> next(Deadline deadline, Cancellation cancellation) {
                return changes(watch.next(deadline, cancellation));
            }

            @Override
            public void close() {
                watch.close();
            }
        };
    }
}
