package dev.causality.faults.sim.world;

import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.jetstream.PublishAnswer;
import dev.causality.faults.sim.world.jetstream.Sizes;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Randomness;
import dev.causality.ports.Header;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.PublishOutcome.Unknown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes from one process. A batch goes out in pieces, as a socket takes it, so that a connection that is cut in its
 * middle leaves some of it stored and some not.
 */
final class Publisher {

    private static final String MESSAGE_ID = "Nats-Msg-Id";

    /** How likely a piece ends after a message. */
    private static final double PIECE_ENDS = 0.1;

    private final Client client;
    private final SimKernel kernel;
    private final Interference interference;
    private final WorldObserver observer;
    private final String stream;
    private final Randomness random;

    Publisher(Client client, Interference interference, WorldObserver observer, String stream) {
        this.client = client;
        this.kernel = client.kernel();
        this.interference = interference;
        this.observer = observer;
        this.stream = stream;
        Simulation simulation = kernel.simulation();
        this.random = simulation.random("pieces of " + client.process());
    }

    /** What has become of a batch so far. */
    private static final class Batch {

        private final @Nullable PublishOutcome[] outcomes;
        private int open;

        Batch(int size) {
            outcomes = new PublishOutcome[size];
            open = size;
        }

        void settle(int index, PublishOutcome outcome) {
            if (outcomes[index] == null) {
                outcomes[index] = outcome;
                open--;
            }
        }

        List<PublishOutcome> all(PublishOutcome rest) {
            return Arrays.stream(outcomes)
                    .map(outcome -> outcome == null ? rest : outcome)
                    .toList();
        }
    }

    List<PublishOutcome> publishAll(List<Publication> publications, Deadline deadline, Cancellation cancellation) {
        if (publications.isEmpty()) {
            return List.of();
        }
        Session session = client.current();
        if (session == null) {
            PublishOutcome refused = new Refused(Refusal.UNAVAILABLE, client.problem());
            return Collections.nCopies(publications.size(), refused);
        }
        if (deadline.passed(kernel) || cancellation.isCancelled()) {
            return Collections.nCopies(publications.size(), new Unknown("given up before it was sent"));
        }
        Batch batch = new Batch(publications.size());
        Reply<Batch> reply = session.newReply();
        send(session, publications, batch, reply);
        interference.passed();
        if (batch.open > 0) {
            reply.await(kernel, "confirmations", deadline, cancellation);
        }
        return batch.all(new Unknown("no confirmation in time"));
    }

    private void send(Session session, List<Publication> publications, Batch batch, Reply<Batch> reply) {
        List<Integer> piece = new ArrayList<>();
        for (int i = 0; i < publications.size(); i++) {
            Refused refused = check(publications.get(i));
            if (refused != null) {
                batch.settle(i, refused);
                continue;
            }
            switch (interference.publication(session.link().name(), publications.get(i))) {
                case Fate.Pass _ -> piece.add(i);
                case Fate.Drop _ -> {}
                case Fate.Delay(long nanos) -> sendPiece(session, publications, List.of(i), batch, reply, nanos);
                case Fate.Cut(boolean arrives) -> {
                    if (arrives) {
                        piece.add(i);
                    }
                    sendPiece(session, publications, piece, batch, reply, 0);
                    session.cutAfterSent();
                    return;
                }
            }
            if (random.nextDouble() < PIECE_ENDS) {
                sendPiece(session, publications, List.copyOf(piece), batch, reply, 0);
                piece.clear();
            }
        }
        sendPiece(session, publications, List.copyOf(piece), batch, reply, 0);
    }

    private @Nullable Refused check(Publication publication) {
        long size = Sizes.headers(headers(publication)) + publication.payload().length;
        long most = client.host().server().settings().maxPayloadBytes();
        if (size > most) {
            return new Refused(Refusal.TOO_LARGE, size + " bytes with headers; the server takes " + most + " at most");
        }
        return Names.problem(publication)
                .map(problem -> new Refused(Refusal.OTHER, problem))
                .orElse(null);
    }

    private void sendPiece(
            Session session,
            List<Publication> publications,
            List<Integer> piece,
            Batch batch,
            Reply<Batch> reply,
            long delayNanos) {
        if (piece.isEmpty()) {
            return;
        }
        session.send("publish", delayNanos, () -> {
            List<Runnable> confirmations = new ArrayList<>();
            for (int index : piece) {
                Publication publication = publications.get(index);
                PublishOutcome outcome = store(publication);
                observer.published(client.process(), publication, outcome);
                if (interference.confirmation(session.link().name(), publication) instanceof Fate.Pass) {
                    confirmations.add(() -> batch.settle(index, outcome));
                }
            }
            session.answer("confirm", () -> {
                confirmations.forEach(Runnable::run);
                if (batch.open == 0) {
                    reply.set(batch);
                }
            });
            interference.passed();
        });
    }

    private PublishOutcome store(Publication publication) {
        PublishAnswer answer = client.host()
                .with(server -> server.publish(
                        publication.subject(),
                        headers(publication),
                        publication.payload(),
                        client.host().nanos()));
        return switch (answer) {
            case PublishAnswer.Stored(String found, long sequence, boolean duplicate) ->
                found.equals(stream)
                        ? new Confirmed(sequence, duplicate)
                        : new Refused(Refusal.OTHER, "the subject belongs to stream '" + found + "', not " + stream);
            case PublishAnswer.Failed(PublishAnswer.Problem problem, String detail) ->
                new Refused(refusal(problem), detail);
            case PublishAnswer.Nobody _ ->
                new Refused(Refusal.UNAVAILABLE, "no stream takes this subject at the moment");
        };
    }

    private static Refusal refusal(PublishAnswer.Problem problem) {
        return switch (problem) {
            case FULL -> Refusal.FULL;
            case TOO_LARGE -> Refusal.TOO_LARGE;
            case WRONG_LAST_SEQUENCE -> Refusal.OTHER;
        };
    }

    private static List<Header> headers(Publication publication) {
        if (publication.messageId().isEmpty()) {
            return publication.headers();
        }
        List<Header> all = new ArrayList<>(publication.headers().size() + 1);
        all.add(new Header(MESSAGE_ID, publication.messageId()));
        all.addAll(publication.headers());
        return all;
    }
}
