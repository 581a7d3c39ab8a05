package dev.causality.faults.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.plan.Seed;
import dev.causality.faults.sim.SchedulerOptions;
import dev.causality.faults.sim.SimKernel;
import dev.causality.faults.sim.SimProcess;
import dev.causality.faults.sim.Simulation;
import dev.causality.faults.sim.world.jetstream.StreamServer.Stop;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventConsumer.FetchOutcome;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.ObjectStore.PutOutcome;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Unknown;
import dev.causality.ports.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorldTest {

    private static final StreamSpec STREAM =
            new StreamSpec("S", List.of("s.>"), Duration.ZERO, -1, 1, Duration.ofMinutes(2), -1);
    private static final ConsumerSpec CONSUMER = new ConsumerSpec("C", ">", Duration.ofSeconds(30), 1_000, -1);
    private static final long MINUTE = 60_000_000_000L;

    private final Simulation simulation = new Simulation(new Seed(7), SchedulerOptions.PLAIN);
    private final World world = new World(simulation, WorldSettings.NEAR, WorldObserver.NONE);
    private final SimProcess process = simulation.process("sink-1");
    private final List<String> seen = new ArrayList<>();

    private static Deadline soon(SimKernel kernel) {
        return kernel.deadlineIn(Duration.ofSeconds(10));
    }

    private static List<Publication> messages(int count) {
        List<Publication> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Publication("s.x", "id-" + i, List.of(), new byte[] {(byte) i}));
        }
        return all;
    }

    private void consume(SimKernel kernel, boolean acknowledge) {
        EventStreams streams = world.streams(kernel);
        EventConsumer consumer = streams.consumer(streams.open(STREAM, soon(kernel)), CONSUMER, soon(kernel));
        while (true) {
            if (consumer.fetch(5, 1_000_000, soon(kernel), Cancellation.NEVER)
                    instanceof FetchOutcome.Fetched(List<Delivery> deliveries)) {
                for (Delivery delivery : deliveries) {
                    seen.add(delivery.sequence() + "x" + delivery.deliveryCount());
                    if (acknowledge) {
                        consumer.ack(delivery.receipt());
                    }
                }
            }
        }
    }

    @Test
    void what_a_crashed_process_held_comes_to_its_next_life_after_the_ack_wait() {
        process.start(kernel -> {
            EventStream stream = world.streams(kernel).open(STREAM, soon(kernel));
            seen.add(stream.publishAll(messages(3), soon(kernel), Cancellation.NEVER)
                    .toString());
            consume(kernel, false);
        });
        simulation.run(MINUTE / 10);
        process.crash();
        process.start(kernel -> consume(kernel, true));
        simulation.run(MINUTE);

        assertThat(simulation.failures()).isEmpty();
        assertThat(seen)
                .containsExactly(
                        List.of(new Confirmed(1, false), new Confirmed(2, false), new Confirmed(3, false))
                                .toString(),
                        "1x1",
                        "2x1",
                        "3x1",
                        "1x2",
                        "2x2",
                        "3x2");
        assertThat(world.streamServer().consumerState("S", "C").orElseThrow().ackFloor())
                .isEqualTo(3);
    }

    @Test
    void a_lost_confirmation_leaves_the_outcome_unknown_and_the_message_stored() {
        List<PublishOutcome> outcomes = new ArrayList<>();
        world.interfere(new Interference() {
            @Override
            public Fate confirmation(String link, Publication publication) {
                return publication.messageId().equals("id-1") ? new Fate.Drop() : Fate.PASS;
            }
        });
        process.start(kernel -> {
            EventStream stream = world.streams(kernel).open(STREAM, soon(kernel));
            outcomes.addAll(stream.publishAll(messages(2), soon(kernel), Cancellation.NEVER));
        });
        simulation.run(MINUTE);

        assertThat(outcomes.get(0)).isEqualTo(new Confirmed(1, false));
        assertThat(outcomes.get(1)).isInstanceOf(Unknown.class);
        assertThat(world.streamServer().streamState("S").orElseThrow().messages())
                .isEqualTo(2);
    }

    @Test
    void a_client_goes_on_by_itself_when_the_server_was_away() {
        process.start(kernel -> {
            EventStream stream = world.streams(kernel).open(STREAM, soon(kernel));
            stream.publishAll(messages(3), soon(kernel), Cancellation.NEVER);
            consume(kernel, true);
        });
        simulation.after(MINUTE / 30, "stop", () -> world.stopStreams(Stop.KILLED));
        simulation.after(MINUTE / 6, "start", world::startStreams);
        simulation.after(
                MINUTE / 3,
                "publish",
                () -> world.streamServer().publish("s.y", List.of(), new byte[1], simulation.nanos()));
        simulation.run(MINUTE);

        assertThat(simulation.failures()).isEmpty();
        assertThat(seen).containsExactly("1x1", "2x1", "3x1", "4x1");
    }

    @Test
    void a_late_put_commits_after_its_caller_was_told_that_nobody_knows() {
        List<Object> results = new ArrayList<>();
        world.interfere(new Interference() {
            @Override
            public StoreFate request(String link, StoreRequest request) {
                return new StoreFate.Late(MINUTE / 2);
            }
        });
        process.start(kernel -> {
            NewObject object = new NewObject("k", new byte[3], "text/plain", new TreeMap<>());
            results.add(world.objects(kernel).putIfAbsent(object, soon(kernel)));
            results.add(world.objectServer().objects().size());
        });
        simulation.run(MINUTE);

        assertThat(results.get(0)).isInstanceOf(PutOutcome.Unknown.class);
        assertThat(results.get(1)).isEqualTo(0);
        assertThat(world.objectServer().objects()).containsOnlyKeys("k");
    }

    @Test
    void h1_the_same_seed_gives_the_same_trace() {
        List<Long> hashes = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Simulation again = new Simulation(new Seed(11), SchedulerOptions.PLAIN);
            World other = new World(again, WorldSettings.NEAR, WorldObserver.NONE);
            again.process("p").start(kernel -> {
                EventStream stream = other.streams(kernel).open(STREAM, soon(kernel));
                stream.publishAll(messages(50), soon(kernel), Cancellation.NEVER);
            });
            again.run(MINUTE);
            hashes.add(again.hash());
        }

        assertThat(hashes.get(0)).isEqualTo(hashes.get(1));
    }
}
