package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.DocumentBucket.Change;
import dev.causality.ports.DocumentBucket.Document;
import dev.causality.ports.DocumentBucket.Watch;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches a bucket: its documents as they are, then every change. After a lost connection it goes on behind the last
 * change seen; of a document that changed several times meanwhile it gives the last. For one task at a time.
 */
final class NatsWatch implements Watch {

    private final OrderedReader reader;
    private final Kernel kernel;
    private final String prefix;
    private boolean caughtUp;

    NatsWatch(OrderedReader reader, Kernel kernel, String prefix) {
        this.reader = reader;
        this.kernel = kernel;
        this.prefix = prefix;
    }

    @Override
    public List<Change> next(Deadline deadline, Cancellation cancellation) {
        List<Change> changes = poll(deadline, cancellation);
        while (changes.isEmpty() && !cancellation.isCancelled() && !deadline.passed(kernel)) {
            changes = poll(deadline, cancellation);
        }
        return changes;
    }

    @Override
    public void close() {
        reader.close();
    }

    private List<Change> poll(Deadline deadline, Cancellation cancellation) {
        List<Change> changes = new ArrayList<>();
        for (OrderedReader.Item item : reader.poll(deadline, cancellation)) {
            changes.add(change(item));
        }
        if (!caughtUp && reader.caughtUp()) {
            caughtUp = true;
            changes.add(new Change.CaughtUp());
        }
        return changes;
    }

    private Change change(OrderedReader.Item item) {
        String key = item.subject().substring(prefix.length());
        return NatsBucket.isRemoval(item.headers())
                ? new Change.Deleted(key, item.sequence())
                : new Change.Put(new Document(key, item.payload(), item.sequence()));
    }
}
