package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Header;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.PublishOutcome.Unknown;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to one stream: everything is sent without waiting, then all confirmations are awaited. Safe for use by
 * several tasks.
 */
final class Publisher {

    /** What a batch waits for at least: to be woken for each message would cost more than the message. */
    private static final int WORTHWHILE_UNITS = 32;

    private final Link link;
    private final Kernel kernel;
    private final OutgoingLimit limit;
    private final PublishAck reader;

    Publisher(Link link, Kernel kernel, OutgoingLimit limit, String stream) {
        this.link = link;
        this.kernel = kernel;
        this.limit = limit;
        this.reader = new PublishAck(stream);
    }

    List<PublishOutcome> publishAll(List<Publication> publications, Deadline deadline, Cancellation cancellation) {
        if (publications.isEmpty()) {
            return List.of();
        }
        Session session = link.current();
        if (session == null) {
            PublishOutcome refused = new Refused(Refusal.UNAVAILABLE, link.problem());
            return Collections.nCopies(publications.size(), refused);
        }
        PublishBatch batch = new PublishBatch(publications.size(), reader, limit);
        long id = session.replies().await(batch);
        try {
            new Sending(session, batch, id, publications, deadline, cancellation).run();
            return batch.await(kernel, deadline, cancellation);
        } finally {
            session.replies().forget(id);
        }
    }

    /** Sends the messages of one batch. Takes units of the limit for many at once, and gives back what is left. */
    private final class Sending {

        private final Session session;
        private final PublishBatch batch;
        private final long id;
        private final List<Publication> publications;
        private final Deadline deadline;
        private final Cancellation cancellation;
        private final long maxPayload;
        private int units;

        Sending(
                Session session,
                PublishBatch batch,
                long id,
                List<Publication> publications,
                Deadline deadline,
                Cancellation cancellation) {
            this.session = session;
            this.batch = batch;
            this.id = id;
            this.publications = publications;
            this.deadline = deadline;
            this.cancellation = cancellation;
            this.maxPayload = session.maxPayload();
        }

        void run() {
            for (int i = 0; i < publications.size(); i++) {
                Publication publication = publications.get(i);
                int headerLength = WireHeaders.length(publication.messageId(), publication.headers());
                long size = (long) headerLength + publication.payload().length;
                Refused refused = check(publication, size);
                if (refused != null) {
                    batch.settle(i, refused);
                } else if (!reserve(limit.units(size), publications.size() - i)) {
                    batch.settleFrom(i, new Unknown("given up before it was sent"));
                    break;
                } else {
                    send(i, publication, limit.units(size));
                }
            }
            if (units > 0) {
                limit.give(units);
            }
        }

        private boolean reserve(int needed, int left) {
            if (cancellation.isCancelled() || deadline.passed(kernel)) {
                return false;
            }
            if (units >= needed) {
                return true;
            }
            if (units > 0) {
                limit.give(units); // Waiting with some in hand could leave everybody waiting.
                units = 0;
            }
            int worthwhile = Math.max(needed, Math.min(left, WORTHWHILE_UNITS));
            units = limit.take(worthwhile, Math.max(needed, left), deadline, cancellation);
            return units >= needed;
        }

        private void send(int index, Publication publication, int needed) {
            units -= needed;
            batch.sending(index, needed);
            boolean sent = session.send(
                    publication.subject(),
                    session.replies().address(id, index),
                    WireHeaders.of(publication.messageId(), publication.headers()),
                    publication.payload());
            if (!sent) {
                batch.settle(index, new Refused(Refusal.UNAVAILABLE, "the connection was lost before it was sent"));
            } else if (!session.alive()) {
                batch.settle(index, new Unknown("the connection was lost while it was sent"));
            }
        }

        private @Nullable Refused check(Publication publication, long size) {
            if (size > maxPayload) {
                return new Refused(
                        Refusal.TOO_LARGE, size + " bytes with headers; the server takes " + maxPayload + " at most");
            }
            String problem = Subjects.problem(publication.subject());
            if (problem == null && !publication.messageId().isEmpty()) {
                problem = WireHeaders.problem(HeaderNames.MESSAGE_ID, publication.messageId());
            }
            for (Header header : publication.headers()) {
                problem = problem != null ? problem : WireHeaders.problem(header.name(), header.value());
            }
            return problem == null ? null : new Refused(Refusal.OTHER, problem);
        }
    }
}
