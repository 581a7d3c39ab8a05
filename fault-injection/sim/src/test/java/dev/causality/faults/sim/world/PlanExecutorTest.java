package dev.causality.faults.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.Moment;
import dev.causality.faults.plan.NatsFault;
import dev.causality.faults.plan.Occurrence;
import dev.causality.faults.plan.PlannedFault;
import dev.causality.faults.plan.ProcessFault;
import dev.causality.faults.plan.Reach;
import dev.causality.faults.plan.Schedule;
import dev.causality.faults.plan.Seed;
import dev.causality.faults.plan.WirePoint;
import dev.causality.faults.plan.WorldFault;
import dev.causality.faults.sim.SchedulerOptions;
import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.SimProcess;
import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.PlanExecutor.Listener;
import dev.causality.faults.sim.world.PlanExecutor.Processes;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each fault of a plan does in the world what it says, and shows it. */
class PlanExecutorTest {

    private static final StreamSpec STREAM =
            new StreamSpec("S", List.of("s.>"), Duration.ZERO, -1, 1, Duration.ofMinutes(2), -1);
    private static final ConsumerSpec CONSUMER = new ConsumerSpec("C", ">", Duration.ofSeconds(5), 1_000, -1);
    private static final long MINUTE = 60_000_000_000L;

    private final Simulation simulation = new Simulation(new Seed(7), SchedulerOptions.PLAIN);
    private final World world = new World(simulation, WorldSettings.NEAR, WorldObserver.NONE);
    private final SimProcess process = simulation.process("sink-1");
    private final List<String> seen = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    private PlanExecutor execute(PlannedFault... faults) {
        Processes processes = new Processes() {
            @Override
            public boolean begin(PlannedFault fault, ProcessFault what) {
                process.crash();
                return true;
            }

            @Override
            public void end(PlannedFault fault, ProcessFault what) {}
        };
        PlanExecutor executor =
                new PlanExecutor(simulation, world, new FaultPlan(1, List.of(faults)), processes, new Listener() {
                    @Override
                    public void observed(PlannedFault fault, String evidence) {
                        log.add(fault.name());
                    }
                });
        executor.begin(120_000);
        return executor;
    }

    private static PlannedFault fault(String target, Fault fault, long at, long lasting) {
        return new PlannedFault("f", target, fault, Schedule.at(at, lasting));
    }

    private static Deadline in(SimKernel kernel, int seconds) {
        return kernel.deadlineIn(Duration.ofSeconds(seconds));
    }

    /** Publishes one message, and fetches and acknowledges for ever. */
    private void work(SimKernel kernel) {
        EventStreams streams = world.streams(kernel);
        EventStream stream = streams.open(STREAM, in(kernel, 30));
        EventConsumer consumer = streams.consumer(stream, CONSUMER, in(kernel, 30));
        seen.add(stream.publish(new Publication("s.x", "id", List.of(), new byte[1]), in(kernel, 5), Cancellation.NEVER)
                .getClass()
                .getSimpleName());
        while (true) {
            if (consumer.fetch(5, 1_000, in(kernel, 5), Cancellation.NEVER)
                    instanceof FetchOutcome.Fetched(List<Delivery> deliveries)) {
                for (Delivery delivery : deliveries) {
                    seen.add(delivery.sequence() + "x" + delivery.deliveryCount());
                    consumer.ack(delivery.receipt());
                }
            }
        }
    }

    @Test
    void a_deleted_stream_is_made_again_empty_and_counts_from_1() {
        execute(fault("nats", new WorldFault.StreamDeletion("S"), 2_000, 1_000));
        process.start(this::publishEachSecond);

        simulation.run(MINUTE);

        assertThat(seen).containsSubsequence("Confirmed 3", "Refused", "Confirmed 1", "Confirmed 2");
        assertThat(log).containsExactly("f");
    }

    private void publishEachSecond(SimKernel kernel) {
        EventStream stream = world.streams(kernel).open(STREAM, in(kernel, 30));
        for (int i = 0; i < 8; i++) {
            Publication publication = new Publication("s.x", "id-" + i, List.of(), new byte[1]);
            seen.add(
                    switch (stream.publish(publication, in(kernel, 1), Cancellation.NEVER)) {
                        case PublishOutcome.Confirmed(long sequence, boolean _) -> "Confirmed " + sequence;
                        case PublishOutcome.Refused _ -> "Refused";
                        case PublishOutcome.Unknown _ -> "Unknown";
                    });
            kernel.sleep(Duration.ofMillis(900), Cancellation.NEVER);
        }
    }

    private void put(SimKernel kernel) {
        ObjectStore store = world.objects(kernel);
        NewObject object = new NewObject("events/a", new byte[3], "text/plain", new TreeMap<>());
        for (int i = 0; i < 3; i++) {
            seen.add(store.putIfAbsent(object, in(kernel, 5)).toString().split("\\[", -1)[0]
                    + world.objectServer().objects().size());
            kernel.delay("pause", MINUTE / 12);
        }
    }

    @Test
    void dropped_acknowledgements_make_the_message_come_again() {
        execute(fault(
                "sink-1-nats", new NatsFault.DropAcks("C", NatsFault.Answers.ACK, Occurrence.first(1)), 0, 60_000));
        process.start(this::work);
        simulation.run(MINUTE);

        assertThat(seen).containsExactly("Confirmed", "1x1", "1x2");
        assertThat(log).containsExactly("f");
    }

    @Test
    void dropped_deliveries_make_the_first_one_seen_the_second() {
        execute(fault("nats", new NatsFault.DropDeliveries("", Occurrence.first(1)), 0, 60_000));
        process.start(this::work);
        simulation.run(MINUTE);

        assertThat(seen).containsExactly("Confirmed", "1x2");
        assertThat(log).containsExactly("f");
    }

    @Test
    void a_lost_confirmation_is_an_unknown_outcome() {
        execute(fault("*-nats", new NatsFault.LoseConfirmations("s.*", Occurrence.ALL), 0, 60_000));
        process.start(this::work);
        simulation.run(MINUTE);

        assertThat(seen).containsExactly("Unknown", "1x1");
    }

    @Test
    void a_link_that_is_down_keeps_a_process_from_the_server_until_it_heals() {
        PlanExecutor executor = execute(fault("sink-1-nats", new LinkFault.Down(), 0, 60_000));
        process.start(this::work);
        simulation.run(MINUTE / 6);
        assertThat(seen).isEmpty();
        executor.heal();
        simulation.run(MINUTE / 3);

        assertThat(seen).containsExactly("Confirmed", "1x1");
        assertThat(log).containsExactly("f");
    }

    @Test
    void a_black_hole_swallows_answers_until_somebody_notices() {
        execute(fault("sink-1-nats", new LinkFault.BlackHole(Reach.DOWNSTREAM), 1_000, 30_000));
        process.start(this::work);
        simulation.after(
                MINUTE / 20,
                "publish",
                () -> world.streamServer().publish("s.y", List.of(), new byte[1], simulation.nanos()));
        simulation.run(2 * MINUTE);

        assertThat(seen).startsWith("Confirmed", "1x1").hasSize(3);
        assertThat(seen.get(2)).startsWith("2x").isNotEqualTo("2x1");
        assertThat(log).containsExactly("f");
    }

    @Test
    void a_restart_of_the_server_breaks_connections_and_loses_nothing() {
        process.start(this::work);
        execute(fault("nats", new WorldFault.StreamRestart(false), 1_000, 2_000));
        simulation.after(
                MINUTE / 2,
                "publish",
                () -> world.streamServer().publish("s.y", List.of(), new byte[1], simulation.nanos()));
        simulation.run(MINUTE);

        assertThat(seen).containsExactly("Confirmed", "1x1", "2x1");
        assertThat(log).containsExactly("f");
    }

    @Test
    void a_store_that_answers_503_writes_nothing_and_one_whose_answer_is_lost_does() {
        execute(
                new PlannedFault(
                        "a",
                        "s3",
                        new HttpFault.Answer(
                                HttpFault.Match.of("PUT", "*events*", Occurrence.first(1)), 503, "SlowDown"),
                        Schedule.ALWAYS),
                new PlannedFault(
                        "b",
                        "sink-1-s3",
                        new HttpFault.LoseResponse(
                                HttpFault.Match.of("PUT", "", Occurrence.nth(2)), HttpFault.Loss.CLOSE),
                        Schedule.ALWAYS));
        process.start(this::put);
        simulation.run(MINUTE);

        assertThat(seen).containsExactly("Refused0", "Unknown1", "AlreadyExists1");
        assertThat(log).containsExactly("a", "b");
    }

    @Test
    void a_late_put_is_carried_out_later_and_loses_against_what_was_there_first() {
        execute(fault("s3", new WorldFault.LatePut(Occurrence.first(1), 20_000), 0, 60_000));
        process.start(this::put);
        simulation.run(MINUTE);

        assertThat(seen).containsExactly("Unknown0", "Written1", "AlreadyExists1");
    }

    @Test
    void b1_a_kill_between_an_upload_and_its_acknowledgement_happens_exactly_there() {
        WirePoint point = WirePoint.first(Moment.ACK).held(WirePoint.Held.HOLD_THEN_DROP);
        execute(new PlannedFault(
                "kill",
                "sink-1",
                new ProcessFault.Signal(ProcessFault.ProcessSignal.KILL),
                new Schedule(new Schedule.When(point, 0, 0), new Schedule.Never())));
        process.start(this::work);
        simulation.run(MINUTE);

        assertThat(seen).containsExactly("Confirmed", "1x1");
        assertThat(process.running()).isFalse();
        assertThat(world.streamServer().consumerState("S", "C").orElseThrow().ackPending())
                .isEqualTo(1);
        assertThat(log).containsExactly("kill");
    }

    @Test
    void what_the_wire_shows_before_a_faults_time_does_not_begin_it() {
        WirePoint put = WirePoint.first(Moment.PUT_REQUESTED).held(WirePoint.Held.HOLD_THEN_DROP);
        execute(new PlannedFault(
                "kill",
                "sink-1",
                new ProcessFault.Signal(ProcessFault.ProcessSignal.KILL),
                Schedule.when(put, 4_000, 0)));
        process.start(this::put);
        simulation.run(MINUTE);

        assertThat(seen).containsExactly("Written1");
    }
}
