package dev.causality.conformance.contract.differential;

import dev.causality.faults.sim.world.jetstream.AckAnswer;
import dev.causality.faults.sim.world.jetstream.Delivered;
import dev.causality.faults.sim.world.jetstream.Inbox;
import dev.causality.faults.sim.world.jetstream.PublishAnswer;
import dev.causality.faults.sim.world.jetstream.Pull;
import dev.causality.faults.sim.world.jetstream.StreamServer;
import dev.causality.faults.sim.world.jetstream.StreamServer.ServerSettings;
import dev.causality.faults.sim.world.jetstream.StreamServer.Stop;
import dev.causality.faults.sim.world.jetstream.StreamSettings;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Header;
import dev.causality.ports.StreamState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The simulated server. */
final class SimulatedSubject implements Subject, Inbox {

    private static final long SLOT = Shape.SLOT.toNanos();
    /** What a server itself may be late, and then some. */
    private static final long MARGIN = 4_000_000;

    private static final String ADVISORIES = "ADVISORIES";

    private final StreamServer server;
    private final String stream;
    private final List<Delivered> deliveries = new ArrayList<>();
    private final List<String> arrived = new ArrayList<>();
    private long now;
    private boolean ambiguous;

    SimulatedSubject(Shape shape, String stream) {
        this.stream = stream;
        this.server = new StreamServer(Instant.parse("2026-11-20T00:00:00Z"), ServerSettings.DEFAULT, () -> SLOT * 10);
        server.createStream(StreamSettings.of(shape.stream(stream)), now);
        server.createStream(StreamSettings.of(Shape.advisories(ADVISORIES, stream)), now);
        server.createConsumer(stream, shape.consumer(stream), now);
    }

    @Override
    public List<String> run(Step step) {
        arrived.clear();
        List<String> observed = new ArrayList<>();
        observed.add(perform(step));
        pass(step instanceof Step.Restart ? RealSubject.SLOTS_AFTER_RESTART : step.slots());
        observed.addAll(arrived);
        return observed;
    }

    private void pass(int slots) {
        long until = now + slots * SLOT;
        while (server.nextTimer() < until) {
            now = Math.max(now, server.nextTimer());
            ambiguous |= nearAStep(now) && unanswered() > 0;
            server.run(now);
        }
        now = until;
        server.run(now);
    }

    /** Whether a step may have been first or second at such a moment, for all that a real clock can tell. */
    private static boolean nearAStep(long nanos) {
        long within = nanos % SLOT;
        long near = Shape.TOLERANCE.toNanos() + MARGIN;
        return within < near || within > SLOT - near;
    }

    private long unanswered() {
        return server.consumerState(stream, Shape.CONSUMER).orElseThrow().ackPending();
    }

    /** Whether something fell due so close to a step that the order of the two is not known on a real server. */
    boolean ambiguous() {
        return ambiguous;
    }

    private String perform(Step step) {
        switch (step) {
            case Step.Publish(String subject, int id, int size) -> {
                List<Header> headers = id == 0 ? List.of() : List.of(new Header("Nats-Msg-Id", "id-" + id));
                return published(server.publish(stream + "." + subject, headers, new byte[size], now));
            }
            case Step.Pull(int batch) ->
                server.pull(
                        stream,
                        Shape.CONSUMER,
                        new Pull(batch, 0, now + Shape.PULL_EXPIRES.toNanos(), false, this),
                        now);
            case Step.Ack(int delivery) -> answer(delivery, new AckAnswer.Ack());
            case Step.Nak(int delivery, boolean delayed) ->
                answer(delivery, new AckAnswer.Nak(delayed ? Shape.NAK_DELAY.toNanos() : 0));
            case Step.Term(int delivery) -> answer(delivery, new AckAnswer.Term("why"));
            case Step.InProgress(int delivery) -> answer(delivery, new AckAnswer.InProgress());
            case Step.Purge(int count) -> {
                long first = server.streamState(stream).orElseThrow().firstSequence();
                long below = Math.min(
                        first + count, server.streamState(stream).orElseThrow().lastSequence() + 1);
                return "purged "
                        + (below <= 1
                                ? 0
                                : server.purgeBelow(stream, below, now).orElseThrow());
            }
            case Step.Look _ -> {
                return look();
            }
            case Step.Wait _ -> {}
            case Step.Restart _ -> {
                server.stop(Stop.IN_ORDER, now);
                server.start(now);
            }
        }
        return "done";
    }

    private void answer(int delivery, AckAnswer answer) {
        if (!deliveries.isEmpty()) {
            server.answer(deliveries.get(delivery % deliveries.size()).address(), answer, now);
        }
    }

    private static String published(PublishAnswer answer) {
        return switch (answer) {
            case PublishAnswer.Stored(String _, long sequence, boolean duplicate) ->
                "stored " + sequence + (duplicate ? " before" : "");
            case PublishAnswer.Failed(PublishAnswer.Problem _, String detail) -> "refused: " + detail;
            case PublishAnswer.Nobody _ -> "nobody";
        };
    }

    private String look() {
        ConsumerState consumer = server.consumerState(stream, Shape.CONSUMER).orElseThrow();
        StreamState state = server.streamState(stream).orElseThrow();
        long advisories = server.streamState(ADVISORIES).orElseThrow().messages();
        return Observations.look(consumer, state, advisories);
    }

    @Override
    public boolean listening() {
        return true;
    }

    @Override
    public void message(Delivered delivered) {
        deliveries.add(delivered);
        arrived.add(Observations.delivery(
                delivered.message().sequence(),
                delivered.address().deliveries(),
                delivered.address().consumerSequence(),
                delivered.pending()));
    }

    @Override
    public void end(PullEnd end) {
        if (end != PullEnd.TIMEOUT) {
            arrived.add(end.name());
        }
    }
}
