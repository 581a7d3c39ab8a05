package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.EventStream;
import dev.causality.ports.StoredMessage;
import java.util.List;

/** Follows a stream from its first message on. For one task at a time. */
final class NatsFollower implements EventStream.Follower {

    private final OrderedReader reader;
    private final Kernel kernel;

    NatsFollower(OrderedReader reader, Kernel kernel) {
        this.reader = reader;
        this.kernel = kernel;
    }

    @Override
    public List<StoredMessage> next(Deadline deadline, Cancellation cancellation) {
        List<OrderedReader.Item> items = reader.poll(deadline, cancellation);
        while (items.isEmpty() && !cancellation.isCancelled() && !deadline.passed(kernel)) {
            items = reader.poll(deadline, cancellation);
        }
        return items.stream()
                .map(item ->
                        new StoredMessage(item.sequence(), item.time(), item.subject(), item.headers(), item.payload()))
                .toList();
    }

    @Override
    public void close() {
        reader.close();
    }
}
