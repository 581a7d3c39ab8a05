package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Header;
import dev.causality.ports.PortException;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.support.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream in order, through a consumer of its own that the server forgets when nobody asks it any more. Whenever
 * that consumer, the connection or a message in the consumer's count is missing, it makes a new one that goes on behind
 * the last message seen. For one task at a time.
 */
final class OrderedReader implements AutoCloseable {

    private static final int BATCH_MESSAGES = 512;
    private static final long BATCH_BYTES = 8L * 1024 * 1024;
    private static final Duration EXPIRES = Duration.ofSeconds(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

    /** How long a wait may be before cancellation, deadline and connection are looked at again. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** Between attempts to make a consumer. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** How long making a consumer may take, whatever the caller's deadline. */
    private static final Duration OPENING = Duration.ofMillis(500);

    private final Connected nats;
    private final Kernel kernel;
    private final String stream;
    private final Instant created;
    private final From from;
    private final String filter;
    private @Nullable Pulls pulls;
    private String consumer = "";
    private long lastSequence;
    private long consumerSequence;
    private long pending;
    private boolean tooBig;

    /**
     * @param created when the stream was created that is to be read
     * @param filter which subjects; "" = all
     */
    OrderedReader(Connected nats, String stream, Instant created, From from, String filter) {
        this.nats = nats;
        this.kernel = nats.kernel();
        this.stream = stream;
        this.created = created;
        this.from = from;
        this.filter = filter;
    }

    /** Where to begin. */
    enum From {
        FIRST("all"),
        LAST_OF_EACH_SUBJECT("last_per_subject");

        private final String policy;

        From(String policy) {
            this.policy = policy;
        }
    }

    /** A message and where it stands in the stream. */
    record Item(long sequence, Instant time, String subject, List<Header> headers, byte[] payload) {}

    /**
     * What has come; waits a moment for something. Callers go on asking until they have what they want.
     *
     * @throws PortException when the stream is gone, or another one has its name
     */
    List<Item> poll(Deadline deadline, Cancellation cancellation) {
        Pulls current = pulls;
        if (current == null || !current.session().alive()) {
            current = open(deadline, cancellation);
        }
        return current == null ? List.of() : read(current, deadline);
    }

    /** Whether all that was there when the reading began, or went on, has been read; false while that is not known. */
    boolean caughtUp() {
        return pulls != null && pending == 0;
    }

    /** Ends the reading. */
    @Override
    public void close() {
        forget();
    }

    private List<Item> read(Pulls current, Deadline deadline) {
        Collector collector = new Collector();
        try {
            if (!current.anyOpen()) {
                current.request(tooBig ? 1 : BATCH_MESSAGES, tooBig ? 0 : BATCH_BYTES);
                tooBig = false;
            }
            current.take(collector);
            if (collector.items.isEmpty()) {
                Duration left = deadline.remaining(kernel);
                current.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN, collector);
                current.take(collector);
            }
            tooBig |= current.takeTooBig();
            if (collector.gap || current.trouble() != null) {
                forget();
            }
        } catch (IllegalStateException lost) {
            pulls = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return collector.items;
    }

    private @Nullable Pulls open(Deadline deadline, Cancellation cancellation) {
        forget();
        Session session = nats.link().await(deadline, cancellation);
        if (session == null) {
            return null;
        }
        String name = "causality-" + NUID.nextGlobal();
        Deadline limit = kernel.deadlineIn(OPENING);
        Api.Result result =
                nats.api().request("CONSUMER.CREATE." + stream + "." + name, creation(name), limit, cancellation);
        if (!(result instanceof Api.Result.Done(JsonValue info)) || !isStream(limit, cancellation)) {
            requireStream(result);
            kernel.sleep(deadline.earlier(kernel.deadlineIn(PAUSE)).remaining(kernel), cancellation);
            return null;
        }
        consumer = name;
        consumerSequence = 0;
        pending = Api.number(info, "num_pending", 0);
        pulls = new Pulls(session, kernel, Api.PREFIX + "CONSUMER.MSG.NEXT." + stream + "." + name, EXPIRES);
        return pulls;
    }

    private String creation(String name) {
        Json config = Json.object()
                .put("name", name)
                .put("deliver_policy", lastSequence == 0 ? from.policy : "by_start_sequence")
                .put("replay_policy", "instant")
                .put("ack_policy", "none")
                .put("mem_storage", true)
                .put("num_replicas", 1)
                .put("inactive_threshold", FORGOTTEN_AFTER.toNanos());
        if (lastSequence > 0) {
            config.put("opt_start_seq", lastSequence + 1);
        }
        if (!filter.isEmpty()) {
            config.put("filter_subject", filter);
        }
        return Json.object()
                .put("stream_name", stream)
                .put("action", "create")
                .put("config", config)
                .toString();
    }

    /** Whether the stream is the one to be read. Asked after the consumer was made: that one dies with its stream. */
    private boolean isStream(Deadline limit, Cancellation cancellation) {
        Api.Result result = nats.api().request("STREAM.INFO." + stream, "", limit, cancellation);
        requireStream(result);
        if (!(result instanceof Api.Result.Done(JsonValue info))) {
            return false;
        }
        Instant found = Setup.created(info);
        if (!found.equals(created)) {
            throw new PortException("stream " + stream + " was deleted and made again at " + found
                    + "; this process opened the one of " + created + ". Restart the process");
        }
        return true;
    }

    private void requireStream(Api.Result result) {
        if (result instanceof Api.Result.Failed(ApiError error) && error.isStreamNotFound()) {
            throw new PortException("stream " + stream + " is gone: " + error + ". Restart the process");
        }
    }

    /** Lets go of the consumer; the server forgets it by itself if it does not hear of it. */
    private void forget() {
        Pulls last = pulls;
        pulls = null;
        if (last == null || !last.session().alive()) {
            return;
        }
        try {
            last.close();
            last.session().send(Api.PREFIX + "CONSUMER.DELETE." + stream + "." + consumer, new byte[0]);
        } catch (IllegalStateException lost) {
            return; // With the connection, the server's reason to keep the consumer is gone as well.
        }
    }

    /** Takes messages as long as none is missing. */
    private final class Collector implements Pulls.Receiver {

        private final List<Item> items = new ArrayList<>();
        private final AckSubject subject = new AckSubject();
        private boolean gap;

        @Override
        public boolean full() {
            return gap || items.size() >= BATCH_MESSAGES;
        }

        @Override
        public void accept(Message message, Pull pull) {
            if (gap || !subject.read(message.getReplyTo())) {
                return;
            }
            if (subject.consumerSequence() != consumerSequence + 1) {
                gap = true;
                return;
            }
            consumerSequence++;
            lastSequence = subject.sequence();
            pending = subject.pending();
            byte[] packed = message.getData();
            int headerLength = subject.headerLength();
            items.add(new Item(
                    lastSequence,
                    subject.time(),
                    message.getSubject(),
                    PackedHeaders.of(packed, headerLength),
                    PackedHeaders.payload(packed, headerLength)));
        }
    }
}
