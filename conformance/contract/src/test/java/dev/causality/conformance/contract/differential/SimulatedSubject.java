package dev.causality.conformance.contract.differential;

import dev.causality.conformance.contract.differential.Played.Arrival;
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
import java.util.TreeSet;

/** The simulated server. */
final class SimulatedSubject implements Inbox {

    /** Moments that are meant to be the same drift apart by the milliseconds that a server takes its time for. */
    private static final long SAME = 8_000_000;

    private static final String ADVISORIES = "ADVISORIES";

    private final Tempo tempo;
    private final StreamServer server;
    private final String stream;
    private final List<Delivered> deliveries = new ArrayList<>();
    private final List<Arrival> arrived = new ArrayList<>();
    private final TreeSet<Long> due = new TreeSet<>();
    private long now;
    private boolean restarted;
    private boolean undecided;
    private boolean advisoriesLost;

    SimulatedSubject(Shape shape, Tempo tempo, String stream) {
        this.tempo = tempo;
        this.stream = stream;
        this.server = new StreamServer(Instant.parse("2026-11-20T00:00:00Z"), ServerSettings.DEFAULT, () -> true);
        server.watch(due::add);
        server.createStream(StreamSettings.of(shape.stream(stream)), now);
        server.createStream(StreamSettings.of(Shape.advisories(ADVISORIES, stream)), now);
        server.createConsumer(stream, shape.consumer(stream, tempo), now);
    }

    /** Does the step at its moment, and lets its time pass. */
    Played run(Step step) {
        arrived.clear();
        due.clear();
        long from = now;
        undecided |= step instanceof Step.Purge && restarted && unanswered() > 0;
        long advisoriesBefore = advisories();
        String answer = perform(step);
        long doneAt = now;
        pass(from + tempo.nanos(step));
        if (step instanceof Step.Restart) {
            restarted = true;
            advisoriesLost |= advisories() > advisoriesBefore;
            due.clear(); // In its time, but who knows when: its slots are enough for that.
        }
        restarted &= unanswered() > 0;
        undecided |= coincidence();
        return new Played(answer, doneAt, List.copyOf(arrived));
    }

    private void pass(long until) {
        while (server.nextTimer() < until) {
            now = Math.max(now, server.nextTimer());
            server.run(now);
        }
        now = until;
        server.run(now);
    }

    private boolean coincidence() {
        long slot = tempo.slotNanos();
        long last = -slot;
        for (long moment : due) {
            long within = Math.floorMod(moment, slot);
            if (within < SAME || within > slot - SAME || moment - last < SAME) {
                return true;
            }
            last = moment;
        }
        return false;
    }

    private long unanswered() {
        return server.consumerState(stream, Shape.CONSUMER).orElseThrow().ackPending();
    }

    private long advisories() {
        return server.streamState(ADVISORIES).orElseThrow().messages();
    }

    /**
     * Whether advisories may be missing on a real server: a consumer speaks as soon as it is back after a start, and the
     * stream that would hear it may come back later or earlier, as it happens.
     */
    boolean advisoriesLost() {
        return advisoriesLost;
    }

    /** What fell due during the last step, in order. */
    List<Long> due() {
        return List.copyOf(due);
    }

    /**
     * Whether from the last step on the script itself leaves open what comes first: two things fall due together, or one
     * together with a step, because waits have added up; or because a purge makes messages wait anew that had waited at a
     * restart, since a moment that nobody knows.
     */
    boolean undecided() {
        return undecided;
    }

    private String perform(Step step) {
        return switch (step) {
            case Step.Publish(String subject, int id, int size) -> {
                List<Header> headers = id == 0 ? List.of() : List.of(new Header("Nats-Msg-Id", "id-" + id));
                yield published(server.publish(stream + "." + subject, headers, new byte[size], now));
            }
            case Step.Pull(int batch) -> {
                long expiresAt = now + tempo.pullExpires().toNanos();
                server.pull(stream, Shape.CONSUMER, new Pull(batch, 0, expiresAt, false, this), now);
                yield Observations.DONE;
            }
            case Step.Ack(int delivery) -> answer(delivery, new AckAnswer.Ack());
            case Step.Nak(int delivery, boolean delayed) ->
                answer(delivery, new AckAnswer.Nak(delayed ? tempo.nakDelay().toNanos() : 0));
            case Step.Term(int delivery) -> answer(delivery, new AckAnswer.Term("why"));
            case Step.InProgress(int delivery) -> answer(delivery, new AckAnswer.InProgress());
            case Step.Purge(int count) -> purge(count);
            case Step.Look _ -> look();
            case Step.Wait _ -> Observations.DONE;
            case Step.Restart _ -> {
                server.stop(Stop.IN_ORDER, now);
                now += Tempo.SLOTS_DOWN * tempo.slotNanos();
                server.start(now);
                yield Observations.DONE;
            }
        };
    }

    private String purge(int count) {
        StreamState state = server.streamState(stream).orElseThrow();
        long below = Math.min(state.firstSequence() + count, state.lastSequence() + 1);
        long purged = below <= 1 ? 0 : server.purgeBelow(stream, below, now).orElseThrow();
        return "purged " + purged;
    }

    private String answer(int delivery, AckAnswer answer) {
        if (deliveries.isEmpty()) {
            return Observations.DONE;
        }
        return Observations.answered(
                server.answer(deliveries.get(delivery % deliveries.size()).address(), answer, now));
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
        return Observations.look(consumer, state, advisories());
    }

    @Override
    public boolean listening() {
        return true;
    }

    @Override
    public void message(Delivered delivered) {
        deliveries.add(delivered);
        arrived.add(new Arrival(
                now,
                Observations.delivery(
                        delivered.message().sequence(),
                        delivered.address().deliveries(),
                        delivered.address().consumerSequence(),
                        delivered.pending())));
    }

    @Override
    public void end(PullEnd end) {
        if (end != PullEnd.TIMEOUT) {
            arrived.add(new Arrival(now, end.name()));
        }
    }
}
