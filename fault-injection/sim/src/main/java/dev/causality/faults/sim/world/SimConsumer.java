package dev.causality.faults.sim.world;

import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.world.jetstream.AckAddress;
import dev.causality.faults.sim.world.jetstream.AckAnswer;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One process' share of a durable pull consumer. */
final class SimConsumer implements EventConsumer {

    private final Client client;
    private final SimKernel kernel;
    private final Interference interference;
    private final WorldObserver observer;
    private final String stream;
    private final ConsumerSpec spec;
    private final Fetching fetching;

    SimConsumer(
            Client client,
            Interference interference,
            WorldObserver observer,
            String stream,
            ConsumerSpec spec,
            Instant created) {
        this.client = client;
        this.kernel = client.kernel();
        this.interference = interference;
        this.observer = observer;
        this.stream = stream;
        this.spec = spec;
        this.fetching = new Fetching(client, interference, observer, stream, spec, created);
    }

    @Override
    public ConsumerSpec spec() {
        return spec;
    }

    @Override
    public FetchOutcome fetch(int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation) {
        kernel.point("fetch");
        FetchOutcome outcome = fetching.fetch(maxMessages, maxBytes, deadline, cancellation);
        kernel.point("fetched");
        return outcome;
    }

    @Override
    public List<Delivery> stop(Deadline deadline) {
        kernel.point("stop");
        List<Delivery> last = fetching.stop(deadline);
        kernel.point("stopped");
        return last;
    }

    @Override
    public void ack(Receipt receipt) {
        answer("ack", receipt, new AckAnswer.Ack());
    }

    @Override
    public void nak(Receipt receipt, Duration delay) {
        answer("nak", receipt, new AckAnswer.Nak(Math.max(0, delay.toNanos())));
    }

    @Override
    public void terminate(Receipt receipt, String reason) {
        answer("terminate", receipt, new AckAnswer.Term(reason.strip()));
    }

    @Override
    public void inProgress(Receipt receipt) {
        answer("in progress", receipt, new AckAnswer.InProgress());
    }

    /** Sends it now or never. */
    private void answer(String what, Receipt receipt, AckAnswer answer) {
        kernel.point(what);
        Optional<AckAddress> address = AckAddress.parse(receipt.address());
        Session session = client.current();
        if (address.isPresent()) {
            send(session, address.get(), answer, () -> {});
        }
        kernel.point(what);
    }

    private void send(@Nullable Session session, AckAddress address, AckAnswer answer, Runnable confirmed) {
        if (session == null) {
            observer.answerLost(client.process(), address, answer);
            return;
        }
        Runnable arrival = () -> {
            observer.answered(client.process(), address, answer);
            boolean confirms = client.host()
                    .with(server -> server.answer(address, answer, client.host().nanos()));
            if (confirms) {
                confirmed.run();
            }
        };
        switch (interference.answer(session.link().name(), address, answer)) {
            case Fate.Pass _ -> session.send("answer", arrival);
            case Fate.Delay(long nanos) -> session.send("late answer", nanos, arrival);
            case Fate.Drop _ -> observer.answerLost(client.process(), address, answer);
            case Fate.Cut(boolean arrives) -> {
                if (arrives) {
                    arrival.run();
                } else {
                    observer.answerLost(client.process(), address, answer);
                }
                session.cut();
            }
        }
        interference.passed();
    }

    /** {@inheritDoc} Asks again over a new connection, as the real client does: an acknowledgement may be repeated. */
    @Override
    public AckOutcome ackConfirmed(Receipt receipt, Deadline deadline) {
        kernel.point("ack and wait");
        AckOutcome outcome = AckAddress.parse(receipt.address())
                .map(address -> ackConfirmed(address, deadline))
                .orElse(AckOutcome.UNKNOWN);
        kernel.point("acked and waited");
        return outcome;
    }

    private AckOutcome ackConfirmed(AckAddress address, Deadline deadline) {
        while (!deadline.passed(kernel)) {
            Session session = client.await(deadline, Cancellation.NEVER);
            if (session != null) {
                Reply<Boolean> reply = session.newReply();
                send(session, address, new AckAnswer.Ack(), () -> session.answer("confirm", () -> reply.set(true)));
                Deadline limit = deadline.earlier(kernel.deadlineIn(Client.REQUEST_TIMEOUT));
                if (reply.await(kernel, "confirmation", limit, Cancellation.NEVER) != null) {
                    return AckOutcome.CONFIRMED;
                }
            }
        }
        return AckOutcome.UNKNOWN;
    }

    @Override
    public Answer<ConsumerState> state(Deadline deadline) {
        kernel.point("consumer state");
        Optional<ConsumerState> found = client.ask(
                "consumer state",
                deadline,
                () -> client.host().with(server -> server.consumerState(stream, spec.name())));
        kernel.point("consumer state");
        return found == null || found.isEmpty()
                ? new Answer.Unavailable<>("no answer: " + client.problem())
                : new Answer.Known<>(found.get());
    }
}
